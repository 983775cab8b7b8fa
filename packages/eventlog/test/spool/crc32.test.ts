import { expect, test } from "vitest";
import { awkwardTexts } from "../../src/testing/sample-records.js";
import { crc32, plainCrc32 } from "../../src/spool/crc32.js";

test("is the CRC-32 that everybody means", () => {
  expect(crc32("123456789")).toBe(0xcbf43926);
  expect(plainCrc32("123456789")).toBe(0xcbf43926);
});

test.each(
  awkwardTexts.map((text) => [text.slice(0, 20), text]),
)("is the same in both ways: %j", (_, text) => {
  expect(plainCrc32(text)).toBe(crc32(text));
  expect(plainCrc32(Buffer.from(text))).toBe(crc32(Buffer.from(text)));
});
