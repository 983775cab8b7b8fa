import zlib from "node:zlib";

/** CRC-32 of bytes, or of the UTF-8 of a text. Node has it from 20.15 on; before that it is calculated here. */
export const crc32: (data: Uint8Array | string) => number =
  typeof zlib.crc32 === "function" ? (data) => zlib.crc32(data) : plainCrc32;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The same in plain JavaScript, a byte at a time. */
export function plainCrc32(data: Uint8Array | string): number {
  const bytes = typeof data === "string" ? Buffer.from(data) : data;
  let value = 0xffffffff;
  for (const byte of bytes) value = (table[(value ^ byte) & 0xff] as number) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
