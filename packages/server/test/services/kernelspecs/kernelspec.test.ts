import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../../../test/support/temporary-folder.js";
import { kernelCommand, parseKernelspec } from "../../../src/services/kernelspecs/kernelspec.js";

const whole = {
  argv: ["python", "-m", "kernel", "{connection_file}"],
  display_name: "A kernel",
  language: "python",
  interrupt_mode: "message",
  env: { A: "1" },
  metadata: { debugger: true },
  kernel_protocol_version: "5.5",
};

function parse(spec: unknown, folder = "/somewhere") {
  return parseKernelspec("name", folder, JSON.stringify(spec));
}

test("everything in a kernel.json is taken", () => {
  expect(parse(whole)).toEqual({
    name: "name",
    argv: whole.argv,
    displayName: "A kernel",
    language: "python",
    interruptMode: "message",
    env: { A: "1" },
    metadata: { debugger: true },
    protocolVersion: "5.5",
    resourceDir: "/somewhere",
  });
});

test("only the command is needed", () => {
  expect(parse({ argv: ["kernel"] })).toEqual({
    name: "name",
    argv: ["kernel"],
    displayName: "name",
    language: "",
    interruptMode: "signal",
    env: {},
    metadata: {},
    protocolVersion: "",
    resourceDir: "/somewhere",
  });
});

test.each([
  ["not JSON", "{", "it is not JSON"],
  ["a list", "[]", "it is not a JSON object"],
  ["without a command", "{}", '"argv"'],
  ["with an empty command", '{"argv": []}', '"argv"'],
  ["with a command of numbers", '{"argv": [1]}', '"argv"'],
  [
    "with a way to interrupt that there is not",
    '{"argv": ["a"], "interrupt_mode": "shout"}',
    '"interrupt_mode"',
  ],
  ["with numbers in its environment", '{"argv": ["a"], "env": {"A": 1}}', '"env"'],
  ["with a list for metadata", '{"argv": ["a"], "metadata": []}', '"metadata"'],
  ["with a number for a name", '{"argv": ["a"], "display_name": 1}', '"display_name"'],
  [
    "for a provisioner that is a plugin of Jupyter",
    '{"argv": ["a"], "metadata": {"kernel_provisioner": {"provisioner_name": "remote"}}}',
    '"kernel_provisioner"',
  ],
])("a kernel.json %s is refused", (_what, text, reason) => {
  expect(() => parseKernelspec("name", "/somewhere", text)).toThrow(reason);
});

test("the places in a command are filled in, and what is none stays", () => {
  const argv = ["{resource_dir}/run", "--file={connection_file}", "{other}", "{prefix}"];
  expect(kernelCommand(parse({ argv }, "/venv/share/jupyter/kernels/name"), "/run/kernel.json")).toEqual([
    "/venv/share/jupyter/kernels/name/run",
    "--file=/run/kernel.json",
    "{other}",
    "/venv",
  ]);
});

test("what JavaScript's objects have by themselves is no place in a command", () => {
  const argv = ["{constructor}", "{toString}", "{__proto__}"];
  expect(kernelCommand(parse({ argv }), "/run/kernel.json")).toEqual(argv);
});

test("python is that of the environment of the spec, where there is one", () => {
  const prefix = temporaryFolder();
  const folder = temporaryFolder({ "bin/python3": "" });
  writeFileSync(join(folder, "bin/python"), "", { mode: 0o755 });
  const commandIn = (place: string, program: string) =>
    kernelCommand(parse({ argv: [program] }, join(place, "share/jupyter/kernels/name")), "")[0];
  expect(commandIn(folder, "python")).toBe(join(folder, "bin/python"));
  // It may not be run.
  expect(commandIn(folder, "python3")).toBe("python3");
  expect(commandIn(prefix, "python")).toBe("python");
  expect(commandIn(folder, "ruby")).toBe("ruby");
});
