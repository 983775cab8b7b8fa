import type { Call, Scenario } from "../support/scenario.js";
import { folder } from "../support/tree.js";
import { notebook } from "./sample-notebooks.js";

const files = {
  "a.ipynb": { json: notebook },
  "a.txt": "Grüezi\nline 2\n",
  "binary.dat": Buffer.from([0, 1, 2, 0xff, 0xfe]),
  "half.txt": Buffer.from("gr\xfcezi", "latin1"),
  "mark.txt": Buffer.from("\ufeffwith a mark\r\n", "utf8"),
  "empty.txt": "",
  "empty.ipynb": "",
  "broken.ipynb": "{",
  "list.ipynb": "[]",
  "notebook-in-text.json": { json: notebook },
  "sub/inner.txt": "inner",
  "sub/deeper": folder,
};

const paths = ["a.ipynb", "a.txt", "binary.dat", "sub"];
const types = ["", "notebook", "file", "directory"];
const formats = ["", "text", "base64"];

/** Each kind of file, asked for in each way. */
const combinations: Scenario[] = paths.map((path) => ({
  name: `get ${path} as each type and format, with and without content and hash`,
  files,
  calls: types.flatMap((type) =>
    formats.flatMap((format) =>
      ["content=1", "content=0"].flatMap((content) =>
        ["hash=0", "hash=1"].map((hash): Call => {
          const query = [content, hash, type && `type=${type}`, format && `format=${format}`];
          return `GET ${path}?${query.filter((part) => part !== "").join("&")}`;
        }),
      ),
    ),
  ),
}));

export const getScenarios: readonly Scenario[] = [
  ...combinations,
  {
    name: "get without parameters",
    files,
    calls: [...Object.keys(files).map((path) => `GET ${path}`), "GET missing.txt", "GET sub/missing.txt"],
  },
  {
    name: "get text that is not quite text",
    files,
    calls: [
      ...["half.txt", "mark.txt", "empty.txt"].flatMap((path) => [
        `GET ${path}?format=text`,
        `GET ${path}?format=base64`,
        `GET ${path}?type=notebook`,
      ]),
    ],
  },
  {
    name: "get with wrong parameters",
    files,
    calls: [
      "GET a.txt?type=wrong",
      "GET a.txt?type=",
      "GET a.txt?format=wrong",
      "GET a.txt?format=json",
      "GET a.ipynb?format=json&type=notebook",
      "GET a.txt?format=",
      "GET a.txt?content=2",
      "GET a.txt?content=",
      "GET a.txt?content=true",
      "GET a.txt?hash=2",
      "GET a.txt?hash=",
      "GET a.txt?further=1",
      "GET a.txt?1700000000000",
      "GET a.txt?content=0&content=1",
      "GET a.txt?content=1&content=0",
      "GET a.txt?type=file&type=directory",
    ],
  },
  {
    name: "get folders",
    files: { ...files, "sub/file.py": "print()", "empty folder": folder },
    calls: [
      "GET /api/contents",
      "GET /api/contents/",
      "GET /api/contents?content=0",
      "GET /api/contents?type=directory",
      "GET /api/contents?type=file",
      "GET sub/",
      "GET /api/contents//sub",
      "GET sub//inner.txt",
      "GET empty%20folder",
      "GET a.txt/",
      "GET a.txt/below",
    ],
  },
  {
    name: "a listing leaves out what is hidden or of no use",
    files: {
      ".hidden": "x",
      ".folder/inner": "x",
      "__pycache__/a.pyc": "x",
      "a.pyc": "x",
      "a.pyo": "x",
      "backup~": "x",
      ".DS_Store": "x",
      __pycache__x: "x",
      "a.so": "x",
      "a.dll": "x",
      "plain.txt": "x",
    },
    calls: [
      "GET /api/contents",
      "GET .hidden",
      "GET .hidden?content=0",
      "GET .folder",
      "GET .folder/inner",
      "GET backup~",
      "GET a.pyc",
      "GET .DS_Store",
      "GET __pycache__",
      "GET .missing",
    ],
  },
  {
    name: "MIME types by name",
    files: Object.fromEntries(
      [
        ...[
          "a.py",
          "a.js",
          "a.mjs",
          "a.json",
          "a.csv",
          "a.tsv",
          "a.md",
          "a.html",
          "a.css",
          "a.xml",
          "a.yaml",
        ],
        ...["a.r", "a.R", "a.jl", "a.tex", "a.c", "a.h", "a.sh", "a.ts", "a.sql", "a.rst", "a.toml", "a.ini"],
        ...["a.png", "a.jpg", "a.gif", "a.svg", "a.webp", "a.pdf", "a.zip", "a.tar.gz", "a.gz", "a.parquet"],
        ...[
          "a.mp4",
          "a.wav",
          "a.log",
          "a.cfg",
          "a.unknown",
          "Makefile",
          "README",
          "a.TXT",
          "a.xlsx",
          "a.docx",
        ],
        ...[
          "a.ico",
          "a.bmp",
          "a.tiff",
          "a.ttf",
          "a.woff2",
          "a.h5",
          "a.pickle",
          "a.npy",
          "a.bat",
          "a.java",
          "a.mp3",
        ],
      ].map((name) => [name, "x"]),
    ),
    calls: ["GET /api/contents"],
  },
  {
    name: "symbolic links",
    files: {
      "real.txt": "real",
      "real/inner.txt": "inner",
      "to-file.txt": { link: "real.txt" },
      "to-folder": { link: "real" },
      broken: { link: "missing" },
      loop: { link: "loop" },
    },
    calls: [
      "GET /api/contents",
      "GET to-file.txt",
      "GET to-folder",
      "GET to-folder/inner.txt",
      "GET broken",
      "GET loop",
      ["PUT to-file.txt", { type: "file", format: "text", content: "changed" }],
      "DELETE to-folder/inner.txt",
    ],
  },
];
