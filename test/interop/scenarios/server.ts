import type { Scenario } from "../support/scenario.js";

const asked = encodeURIComponent(JSON.stringify({ contents: ["read", "write"], other: ["x"] }));

export const serverScenarios: readonly Scenario[] = [
  {
    name: "what the server says of itself",
    calls: ["GET /api", "GET /api/", "GET /api/status", "GET /api/me", `GET /api/me?permissions=${asked}`],
  },
  {
    name: "questions about permissions that are not well-formed",
    calls: ["x", "[]", "1", "null", '{"a":1}', '{"a":[1]}', "{}"].map(
      (question) => `GET /api/me?permissions=${encodeURIComponent(question)}`,
    ),
  },
  {
    name: "callers without the token",
    files: { "a.txt": "a" },
    calls: [
      ["GET /api", "", { Authorization: "token wrong" }],
      ["GET a.txt", "", { Authorization: "token wrong" }],
      ["GET a.txt", "", { Authorization: "" }],
      ["GET a.txt", "", { Authorization: "Bearer interop-token" }],
      ["GET a.txt", "", { Authorization: "bearer interop-token" }],
      ["GET a.txt?token=interop-token", "", { Authorization: "" }],
      ["GET a.txt?token=wrong", "", { Authorization: "" }],
      ["PUT a.txt", { type: "file", format: "text", content: "x" }, { Authorization: "" }],
      ["DELETE a.txt", "", { Authorization: "" }],
      ["GET /files/a.txt", "", { Authorization: "" }],
      ["GET /api/status", "", { Authorization: "" }],
      ["GET /api/me", "", { Authorization: "" }],
      ["GET missing.txt", "", { Authorization: "" }],
    ],
  },
];
