import type { Scenario } from "../../support/scenario.js";

const missing = "5f0c6a52-8f0e-4d0e-9d0c-3f3c8a5c9b1e";
const kernel = { name: "test" };
const notebook = { path: "a.ipynb", name: "a.ipynb", type: "notebook", kernel };

export const sessionScenarios: readonly Scenario[] = [
  {
    name: "a session is made, shown, changed and ended",
    calls: [
      ["POST /api/sessions", notebook],
      "GET /api/sessions",
      "GET /api/sessions/{0.id}",
      ["POST /api/sessions", notebook],
      ["PATCH /api/sessions/{0.id}", { path: "sub/b.ipynb" }],
      ["PATCH /api/sessions/{0.id}", { name: "b.ipynb" }],
      ["PATCH /api/sessions/{0.id}", { type: "console" }],
      ["PATCH /api/sessions/{0.id}", { kernel }],
      ["PATCH /api/sessions/{0.id}", {}],
      ["PATCH /api/sessions/{0.id}", { kernel: null }],
      "GET /api/kernels",
      "DELETE /api/sessions/{0.id}",
      "GET /api/sessions/{0.id}",
      "DELETE /api/sessions/{0.id}",
      ["PATCH /api/sessions/{0.id}", { name: "x" }],
      "GET /api/sessions",
      "GET /api/kernels",
    ],
  },
  {
    name: "a session of a kernel that runs, which ends",
    calls: [
      ["POST /api/kernels", kernel],
      [
        "POST /api/sessions",
        ([started]: readonly { id: string }[]) => ({ ...notebook, kernel: { id: started?.id } }),
      ],
      "DELETE /api/kernels/{0.id}",
      "GET /api/sessions/{1.id}",
      "GET /api/sessions",
      "DELETE /api/sessions/{1.id}",
    ],
  },
  {
    name: "sessions of old clients, consoles and files",
    calls: [
      ["POST /api/sessions", { notebook: { path: "old.ipynb" }, kernel }],
      ["POST /api/sessions", { path: "console-1", type: "console", kernel }],
      ["POST /api/sessions", { path: "a.py", name: "", type: "file", kernel }],
      ["PATCH /api/sessions/{0.id}", { notebook: { path: "older.ipynb" } }],
      ["PATCH /api/sessions/{1.id}", { kernel: { name: "no-such-kernel" } }],
      ["PATCH /api/sessions/{1.id}", { kernel: { id: missing } }],
      "DELETE /api/sessions/{0.id}",
      "DELETE /api/sessions/{1.id}",
      "DELETE /api/sessions/{2.id}",
    ],
  },
  {
    name: "sessions that cannot be made",
    calls: [
      ["POST /api/sessions", ""],
      ["POST /api/sessions", "not JSON"],
      ["POST /api/sessions", []],
      ["POST /api/sessions", {}],
      ["POST /api/sessions", { path: "a.ipynb", kernel }],
      ["POST /api/sessions", { type: "notebook", kernel }],
      ["POST /api/sessions", { ...notebook, path: 7 }],
      ["POST /api/sessions", { ...notebook, kernel: "test" }],
      ["POST /api/sessions", { ...notebook, kernel: { name: "no-such-kernel" } }],
      ["POST /api/sessions", { ...notebook, kernel: { id: missing } }],
      "GET /api/sessions",
      `GET /api/sessions/${missing}`,
      `DELETE /api/sessions/${missing}`,
      [`PATCH /api/sessions/${missing}`, {}],
      [`PATCH /api/sessions/${missing}`, ""],
      "GET /api/sessions/not-an-id",
      "GET /api/sessions/",
      "PUT /api/sessions",
    ],
  },
];
