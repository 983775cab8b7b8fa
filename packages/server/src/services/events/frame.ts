import { capsuleNames, type LiveEvent } from "@daybook/eventlog";

/** What a subscriber gets, as RFC 6455 has it: the head of a text frame, and the text. Made once for all of them. */
export type Frame = Buffer;

/** The frame of an event: `{"schema_id": .., ..its properties}`, without the capsule. */
export function frameOf({ schema, line }: LiveEvent): Frame {
  const event = JSON.parse(line) as Record<string, unknown>;
  for (const name of capsuleNames) delete event[name];
  return textFrame(JSON.stringify({ ...event, schema_id: schema }));
}

/** A whole text message of a server in one frame: final, without compression and mask. */
export function textFrame(text: string): Frame {
  const length = Buffer.byteLength(text);
  const headLength = length < 126 ? 2 : length < 0x10000 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headLength + length);
  frame[0] = 0x81;
  if (headLength === 2) frame[1] = length;
  else if (headLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headLength);
  return frame;
}
