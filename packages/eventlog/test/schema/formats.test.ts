import { fullFormats } from "ajv-formats/dist/formats.js";
import { expect, test } from "vitest";
import { formats } from "../../src/schema/formats.js";
import { work } from "../../src/work.js";

const isUrl = formats.url as (text: string) => boolean;

test.each([
  "http://example.org",
  "HTTPS://EXAMPLE.ORG:8080/Path?x=1#y",
  "ftp://ada:secret@example.org/file",
  "http://1.2.3.4/",
  "http://192.168.0.1/",
  "http://münchen.example/straße",
  "http://ﬀ.example",
  "example.org",
  "http://",
  "http://a b.org",
  "",
])("a url is what ajv-formats takes for one: %s", (text) => {
  expect(isUrl(text)).toBe((fullFormats.url as RegExp).test(text));
});

test("a url of many colons costs no more at each character than at the first", () => {
  const text = `http://${"::".repeat(50_000)}`;
  expect(work.within(text.length * 100, () => isUrl(text))).toBe(false);
});
