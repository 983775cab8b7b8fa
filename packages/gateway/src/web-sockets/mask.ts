/**
 * A copy of a piece of a payload without its mask: what passes must stay as it is.
 *
 * @param offset where in the payload the piece begins
 */
export function unmasked(piece: Buffer, mask: Buffer, offset: number): Buffer {
  const plain = Buffer.allocUnsafe(piece.length);
  for (let index = 0; index < piece.length; index++) {
    plain[index] = (piece[index] as number) ^ (mask[(offset + index) & 3] as number);
  }
  return plain;
}
