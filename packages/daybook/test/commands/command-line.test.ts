import { describe, expect, test } from "vitest";
import { commands } from "../../src/commands/commands.js";
import { version } from "../../src/version.js";
import { daybook } from "../../../../test/support/daybook.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

const run = (...words: string[]) => daybook(words, { cwd: temporaryFolder() });

test("--version prints the version and nothing else", async () => {
  expect(await run("--version")).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
  expect(version).toMatch(/^\d+\.\d+\.\d+/);
});

test("--help names every command", async () => {
  const { status, stdout, stderr } = await run("--help");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  for (const { words } of commands) expect(stdout).toContain(`daybook ${words.join(" ")}`);
});

test.each(
  commands.map(({ words, flags }) => ({ words, flags })),
)("daybook $words --help names its flags", async ({ words, flags }) => {
  const { status, stdout } = await run(...words, "--help");
  expect(status).toBe(0);
  for (const flag of Object.keys(flags)) expect(stdout).toContain(`--${flag}`);
});

test("daybook schemas --help names the commands on schemas only", async () => {
  const { status, stdout } = await run("schemas", "--help");
  expect(status).toBe(0);
  expect(stdout).toContain("schemas validate FILE..");
  expect(stdout).not.toContain("daybook serve ");
});

test.each([[[]], [["schemas"]]])("daybook %j alone shows its help and does nothing", async (words) => {
  const { status, stdout, stderr } = await run(...words);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain("Usage:");
});

describe("what there is not is named, with what was probably meant", () => {
  test.each([
    [["sevre"], 'there is no command daybook sevre; did you mean "serve"?'],
    [["unrelated"], "there is no command daybook unrelated; there are serve, gateway, policy, schemas"],
    [["constructor"], "there is no command daybook constructor"],
    [["schemas", "lst"], 'there is no command daybook schemas lst; did you mean "schemas list"?'],
    [["serve", "--prot", "1"], 'daybook serve has no flag --prot; did you mean "--port"?'],
    [["serve", "--root_dir", "."], 'has no flag --root_dir; did you mean "--root-dir"?'],
    [["policy", "--port", "1"], "daybook policy has no flag --port; it takes --config, --help"],
    [["policy", "-x"], "daybook policy has no flag -x"],
    [["serve", "notebooks"], 'daybook serve takes no arguments; "notebooks" is one too many'],
    [["schemas", "show"], "daybook schemas show needs ID [VERSION]"],
    [["schemas", "show", "a", "1", "2"], 'takes only ID [VERSION]; "2" is one too many'],
    [["schemas", "show", "server-actoin"], "there is no schema server-actoin"],
    [["schemas", "show", "server-action"], 'did you mean "hub.jupyter.org/server-action"?'],
    [["schemas", "show", "hub.jupyter.org/server-action", "7"], "has no version 7; there is 1"],
    [["schemas", "validate"], "daybook schemas validate needs FILE.."],
    [["schemas", "docs"], "daybook schemas docs needs --out DIR"],
    [["serve", "--port"], "--port needs a value: --port=PORT"],
    [["serve", "--config", "--port", "1"], "--config needs a value: --config=FILE"],
    [["schemas", "docs", "--check=yes", "--out", "x"], "--check takes no value"],
    [["serve", "--port", "http"], "--port must be a whole number from 0 to 65535"],
    [["serve", "--port", "65536"], "--port must be a whole number from 0 to 65535"],
    [["serve", "--port=-1"], "--port must be a whole number from 0 to 65535"],
    [["serve", "--ip", ""], "--ip must be an address or host name"],
    [["serve", "--base-url", "a b"], "--base-url must be a path"],
    [["serve", "--token", ""], "--token must be text without line breaks, not empty"],
    [["serve", "--token="], "--token must be text without line breaks, not empty"],
    [["serve", "--root-dir", "nowhere"], "--root-dir: there is no folder"],
    [["serve", "--config", "no.yaml"], "no.yaml: there is no such file"],
  ])("%j", async (words, message) => {
    const { status, stdout, stderr } = await run(...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

test.each([
  "policy",
  "serve",
])("daybook %s refuses a wrong configuration with all its mistakes", async (name) => {
  const text = "EventLog:\n  handlers:\n    - class: FileHandler\n      filenam: a\nServerApp:\n  port: x\n";
  const run = await daybook([name], { cwd: temporaryFolder({ "daybook.yaml": text }) });
  expect(run).toEqual({
    status: 2,
    stdout: "",
    stderr: [
      'daybook.yaml:4:7: EventLog.handlers[0].filenam: unknown option; did you mean "filename"?',
      "daybook.yaml:6:9: ServerApp.port: must be a whole number from 0 to 65535, not text",
      "daybook: there are 2 mistakes in the configuration; nothing was started",
      "",
    ].join("\n"),
  });
});

test("daybook policy prints the report", async () => {
  const text =
    "EventLog: { handlers: [{ class: NullHandler }], allowed_schemas: [hub.jupyter.org/server-action] }";
  const { status, stdout, stderr } = await daybook(["policy", "--config", "mine.yaml"], {
    cwd: temporaryFolder({ "mine.yaml": text }),
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("recorded whole");
});
