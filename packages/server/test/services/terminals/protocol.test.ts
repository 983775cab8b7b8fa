import { expect, test } from "vitest";
import { readClientMessage } from "../../../src/services/terminals/protocol.js";

test("what was typed and how large a client is are read", () => {
  expect(readClientMessage('["stdin", "ls\\r"]')).toEqual({ kind: "stdin", text: "ls\r" });
  const size = { kind: "size", size: { rows: 24, columns: 80 } };
  expect(readClientMessage('["set_size", 24, 80, 600, 800]')).toEqual(size);
  expect(readClientMessage('["set_size", 24, 80]')).toEqual(size);
});

test.each([
  "",
  "ls",
  "null",
  '{"stdin": "ls"}',
  "[]",
  '["stdin"]',
  '["stdin", 1]',
  '["switch_terminal", "2"]',
  '["set_size", null, null]',
  '["set_size", 0, 80]',
  '["set_size", 24, -80]',
  '["set_size", 24.5, 80]',
  '["set_size", "24", 80]',
  '["set_size", 24, 65536]',
])("%s is passed over", (text) => {
  expect(readClientMessage(text)).toBeUndefined();
});
