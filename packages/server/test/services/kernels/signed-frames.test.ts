import { expect, test } from "vitest";
import { makeMessage } from "../../../src/services/kernels/message-parts.js";
import { SignedFrames } from "../../../src/services/kernels/signed-frames.js";

const { message } = makeMessage("shell", "execute_request", { code: "1 + 1" });
const sent = { ...message, buffers: [Buffer.from([0, 255]), Buffer.from("<IDS|MSG>")] };

test("a message comes out as it went in, whatever stands before it", () => {
  const frames = new SignedFrames("key").pack(sent);
  const identities = [Buffer.from("someone"), Buffer.from("else")];
  expect(new SignedFrames("key").unpack("shell", [...identities, ...frames])).toEqual(sent);
});

test("the signature is that of Jupyter's protocol", () => {
  const part = Buffer.from("{}");
  const empty = { ...message, header: part, parentHeader: part, metadata: part, content: part };
  // python -c "import hmac; print(hmac.new(b'key', b'{}{}{}{}', 'sha256').hexdigest())"
  expect(String(new SignedFrames("key").pack(empty)[1])).toBe(
    "ca767b02c5bc061ed184a9a029e7f93a7f2f7ed4e8fe74120fc1212f0b008fa3",
  );
});

test.each([
  ["signed with another key", new SignedFrames("other").pack(sent)],
  [
    "without a signature",
    new SignedFrames("key").pack(sent).map((frame, index) => (index === 1 ? Buffer.alloc(0) : frame)),
  ],
  [
    "with its signature cut",
    new SignedFrames("key").pack(sent).map((frame, index) => (index === 1 ? frame.subarray(2) : frame)),
  ],
  [
    "with another content",
    new SignedFrames("key").pack(sent).map((frame, index) => (index === 5 ? Buffer.from("{}") : frame)),
  ],
  ["that is cut short", new SignedFrames("key").pack(sent).slice(0, 5)],
  ["without a delimiter", new SignedFrames("key").pack(sent).slice(1)],
  ["of nothing at all", []],
])("a message %s is dropped", (_what, frames) => {
  expect(new SignedFrames("key").unpack("shell", frames)).toBeUndefined();
});

test("a message that comes a second time is dropped, soon or much later", () => {
  const kernel = new SignedFrames("key");
  const server = new SignedFrames("key");
  const frames = kernel.pack(sent);
  expect(server.unpack("iopub", frames)).toBeDefined();
  for (let count = 0; count < 4000; count += 1)
    server.unpack("iopub", kernel.pack(makeMessage("iopub", "stream", { count }).message));
  expect(server.unpack("iopub", frames)).toBeUndefined();
});

test("the last 4,096 messages are known again, and the oldest of all forgotten", () => {
  const frames = new SignedFrames("key");
  const numbered = (number: number) => frames.pack({ ...message, content: Buffer.from(`${number}`) });
  for (let number = 0; number <= 4096; number++) frames.unpack("iopub", numbered(number));
  expect(frames.unpack("iopub", numbered(1))).toBeUndefined();
  expect(frames.unpack("iopub", numbered(4096))).toBeUndefined();
  expect(frames.unpack("iopub", numbered(0))).toBeDefined();
});
