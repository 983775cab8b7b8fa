/** A message of the subprotocol v1.kernel.websocket.jupyter.org. @param parts channel, header, parent header, metadata, content */
export function kernelFrame(parts) {
  const head = Buffer.alloc(8 * (parts.length + 2));
  head.writeUInt32LE(parts.length + 1, 0);
  let offset = head.length;
  head.writeUInt32LE(offset, 8);
  const bytes = parts.map((part) => Buffer.from(part));
  for (const [index, { length }] of bytes.entries()) {
    offset += length;
    head.writeUInt32LE(offset, 8 * (index + 2));
  }
  return Buffer.concat([head, ...bytes]);
}

/** A part of such a message, without a copy. @param index 0 is the channel */
export function partOf(frame, index) {
  const offset = (place) => frame.readUInt32LE(8 * (place + 1));
  return frame.subarray(offset(index), offset(index + 1));
}

/** A header as Jupyter's kernels write them. */
export function header(id, type) {
  const date = "2026-11-24T20:00:00.000000Z";
  return `{"msg_id":"${id}","msg_type":"${type}","username":"ada","session":"5d6f0a0c","date":"${date}","version":"5.4"}`;
}
