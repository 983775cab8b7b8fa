import { expect, test } from "vitest";
import { kernelEnvironment } from "../../../src/services/kernels/kernel-environment.js";

function environment(parts: Partial<Parameters<typeof kernelEnvironment>[0]> = {}) {
  return kernelEnvironment({ own: {}, spec: {}, given: {}, rootDir: "/root", ...parts });
}

test("a kernel gets what the server has, what its spec says and what it is started with", () => {
  expect(environment({ own: { A: "1", B: "1" }, spec: { B: "2" }, given: { C: "3" } })).toEqual({
    A: "1",
    B: "2",
    C: "3",
    JUPYTER_SERVER_ROOT: "/root",
    JPY_PARENT_PID: String(process.pid),
  });
});

test("a kernel does not get the token of the server", () => {
  expect(environment({ own: { JUPYTER_TOKEN: "secret" } })).not.toHaveProperty("JUPYTER_TOKEN");
});

test("variables in a spec stand for what the server has; those that there are not stay", () => {
  const own = { PATH: "/bin", HOME: "/home/ada" };
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are Python's templates, not JavaScript's
  const spec = {
    PATH: "/opt/bin:$PATH",
    DATA: "${HOME}/data",
    PRICE: "$$5",
    OTHER: "$NOTHING ${NOTHING} $",
    ODD: "$constructor",
  };
  expect(environment({ own, spec })).toMatchObject({
    PATH: "/opt/bin:/bin",
    DATA: "/home/ada/data",
    PRICE: "$5",
    OTHER: "$NOTHING ${NOTHING} $",
    ODD: "$constructor",
  });
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: up to here
});
