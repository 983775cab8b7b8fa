import type { Scenario } from "../support/scenario.js";
import { notebook } from "./sample-notebooks.js";

const files = {
  "a.txt": "Grüezi\n",
  "a.py": "print()",
  "a.html": "<script>1</script>",
  "a.svg": "<svg/>",
  "a.json": "{}",
  "a.ipynb": { json: notebook },
  "a.csv": "a,b",
  "a.png": Buffer.from([0x89, 0x50]),
  "a.bin": Buffer.from([0, 0xff]),
  "a.tar.gz": Buffer.from([0x1f, 0x8b]),
  "no-extension": "text",
  "with space ü%.txt": "x",
  "empty.txt": "",
  "sub/inner.md": "# x",
  ".hidden": "x",
};

export const filesScenarios: readonly Scenario[] = [
  {
    name: "files as they are",
    files,
    calls: Object.keys(files).map((name) => `GET /files/${encodeURIComponent(name)}`),
  },
  {
    name: "files to download",
    files,
    calls: [
      "GET /files/a.txt?download=1",
      "GET /files/a.html?download=1",
      "GET /files/a.txt?download=",
      "GET /files/a.txt?download=0",
      "GET /files/with%20space%20%C3%BC%25.txt?download=1",
    ],
  },
  {
    name: "parts of files, and files that have not changed",
    files,
    calls: [
      ["GET /files/a.txt", "", { Range: "bytes=0-2" }],
      ["GET /files/a.txt", "", { Range: "bytes=-3" }],
      ["GET /files/a.txt", "", { Range: "bytes=2-" }],
      ["GET /files/a.txt", "", { Range: "bytes=90-99" }],
      ["GET /files/a.txt", "", { Range: "lines=1-2" }],
      ["GET /files/a.txt", "", { "If-Modified-Since": "Fri, 01 Jan 2021 00:00:00 GMT" }],
      ["GET /files/a.txt", "", { "If-Modified-Since": "Wed, 01 Jan 2020 00:00:00 GMT" }],
      "HEAD /files/a.txt",
    ],
  },
  {
    name: "files that are not to be had",
    files,
    calls: [
      "GET /files/missing.txt",
      "GET /files/sub",
      "GET /files/sub/",
      "GET /files/",
      "GET /files",
      "GET /files/.hidden",
      "GET /files/..%2Fdaybook.json",
      "GET /files/../daybook.json",
      "GET /files/%ff",
      "GET /files/a.txt%00",
      "POST /files/a.txt",
    ],
  },
];
