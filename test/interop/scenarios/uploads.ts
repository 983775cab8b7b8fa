import type { Scenario } from "../support/scenario.js";

const part = (chunk: unknown, content: string, format = "text") => ({ type: "file", format, content, chunk });
const diskMayDiffer = "what has arrived of a file is not in its place before all has";
const base64 = (text: string) => Buffer.from(text).toString("base64");

export const uploadScenarios: readonly Scenario[] = [
  {
    name: "a new file in chunks",
    diskMayDiffer,
    calls: [
      ["PUT a.txt", part(1, "one\n")],
      ["PUT a.txt", part(2, "two\n")],
      ["PUT a.txt", part(3, "three\n")],
      ["PUT a.txt", part(-1, "end\n")],
      "GET a.txt",
    ],
  },
  {
    name: "bytes in chunks over a file",
    diskMayDiffer,
    files: { "a.bin": "old" },
    calls: [
      ["PUT a.bin", part(1, base64("one"), "base64")],
      ["PUT a.bin", part(2, base64("two"), "base64")],
      ["PUT a.bin", part(-1, base64("three"), "base64")],
      "GET a.bin",
    ],
  },
  {
    name: "a single chunk, and one that is started again",
    diskMayDiffer,
    calls: [
      ["PUT a.txt", part(1, "first try")],
      ["PUT a.txt", part(1, "second try, ")],
      ["PUT a.txt", part(-1, "end")],
      "GET a.txt",
    ],
  },
  {
    name: "chunks out of turn",
    files: { "a.txt": "old" },
    calls: [
      ["PUT a.txt", part(2, "two")],
      ["PUT a.txt", part(-1, "end")],
      ["PUT b.txt", part(-1, "end")],
    ],
  },
  {
    name: "chunks with wrong fields",
    files: { "a.txt": "old" },
    calls: [
      ["PUT a.txt", { ...part(1, "x"), type: "notebook" }],
      ["PUT a.txt", { format: "text", content: "x", chunk: 1 }],
      ["PUT a.txt", { type: "file", format: "text", chunk: 1 }],
      ["PUT a.txt", { type: "file", content: "x", chunk: 1 }],
      ["PUT a.txt", { type: "directory", chunk: 1 }],
      ["PUT a.txt", part(1, "A", "base64")],
      ["PUT a.txt", part(0, "x")],
      ["PUT a.txt", part(-2, "x")],
      ["PUT a.txt", part("1", "x")],
      ["PUT a.txt", part(1.5, "x")],
      ["PUT a.txt", part(null, "whole")],
      ["PUT missing/a.txt", part(1, "x")],
      ["PUT .hidden", part(1, "x")],
      "GET a.txt",
    ],
  },
];
