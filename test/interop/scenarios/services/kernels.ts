import type { Scenario } from "../../support/scenario.js";

const missing = "5f0c6a52-8f0e-4d0e-9d0c-3f3c8a5c9b1e";

export const kernelScenarios: readonly Scenario[] = [
  {
    name: "a kernel is started, shown, interrupted, restarted and ended",
    calls: [
      ["POST /api/kernels", { name: "test" }],
      "GET /api/kernels",
      "GET /api/kernels/{0.id}",
      "POST /api/kernels/{0.id}/interrupt",
      "POST /api/kernels/{0.id}/restart",
      "DELETE /api/kernels/{0.id}",
      "GET /api/kernels/{0.id}",
      "DELETE /api/kernels/{0.id}",
      "POST /api/kernels/{0.id}/interrupt",
      "POST /api/kernels/{0.id}/restart",
      "GET /api/kernels",
    ],
  },
  {
    name: "kernels that are asked for in other ways",
    calls: [
      ["POST /api/kernels", ""],
      ["POST /api/kernels", {}],
      ["POST /api/kernels", { name: "test", path: "sub/a.ipynb" }],
      ["POST /api/kernels", { name: "test", path: "missing/a.ipynb", env: { A: "b" } }],
      "DELETE /api/kernels/{0.id}",
      "DELETE /api/kernels/{1.id}",
      "DELETE /api/kernels/{2.id}",
      "DELETE /api/kernels/{3.id}",
    ],
    files: { "sub/a.ipynb": "{}" },
  },
  {
    name: "kernels that cannot be started",
    calls: [
      ["POST /api/kernels", { name: "no-such-kernel" }],
      ["POST /api/kernels", "not JSON"],
      ["POST /api/kernels", []],
      ["POST /api/kernels", "null"],
      ["POST /api/kernels", '"test"'],
      ["POST /api/kernels", { name: 7 }],
      ["POST /api/kernels", { name: "test", path: 7 }],
      "DELETE /api/kernels/{3.id}",
      "DELETE /api/kernels/{6.id}",
    ],
  },
  {
    name: "kernels that are not there",
    calls: [
      `GET /api/kernels/${missing}`,
      `DELETE /api/kernels/${missing}`,
      `POST /api/kernels/${missing}/interrupt`,
      `POST /api/kernels/${missing}/restart`,
      `POST /api/kernels/${missing}/explode`,
      "GET /api/kernels/not-an-id",
      "DELETE /api/kernels/not-an-id",
      "GET /api/kernels/",
      "PUT /api/kernels",
      "DELETE /api/kernels",
      `PATCH /api/kernels/${missing}`,
    ],
  },
];
