import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { inOrderOfTime, readEvents } from "../../support/recorded-events.js";
import { startChromium } from "../support/chromium.js";
import { LabPage } from "../support/lab-page.js";
import { startLabServer } from "../support/lab-server.js";

const pictures = fileURLToPath(new URL("../../../node_modules/.cache/daybook/pictures/", import.meta.url));

/** For what is waited for outside of the page. */
const patience = { timeout: 30_000 };

test("a day of a person in JupyterLab works, and is in the log", async () => {
  const { server, folder, log } = await startLabServer({ "upload/numbers.csv": "a,b\n1,2\n" });
  const browser = await startChromium();
  onTestFinished(() => browser.close());
  const lab = await LabPage.open(browser, server.url, server.token, pictures);
  const { page } = lab;
  const inRoot = (name: string) => join(folder, "notebooks", name);
  await lab.picture("launcher");

  await lab.launch("Notebook", "Python 3");
  await lab.idle();
  await lab.shows(await lab.run('print("hello", 6 * 7)'), "hello 42");
  const plot = await lab.run("import matplotlib.pyplot as plt\nplt.plot([1, 4, 9, 16])\nplt.show()");
  await plot.locator(".jp-OutputArea img").waitFor();
  await lab.shows(await lab.run("1 / 0"), "ZeroDivisionError");
  const question = await lab.run('name = input("Who? ")\nprint("Hello,", name)');
  await question.locator("input.jp-Stdin-input").fill("Ada");
  await lab.picture("input");
  await page.keyboard.press("Enter");
  await lab.shows(question, "Hello, Ada");
  await lab.idle();
  await lab.picture("notebook");

  await lab.choose("File", /^Save Notebook(?! As)/);
  await page.locator(".jp-Dialog input[type=text]").fill("Day.ipynb");
  await lab.picture("first-save");
  await lab.answer("Rename");
  await lab.tab("Day.ipynb").waitFor();
  await lab.saved();
  const cellsThen = await lab.notebook.locator(".jp-CodeCell").count();

  await lab.shows(await lab.run('print("not to be kept")'), "not to be kept");
  await lab.idle();
  await lab.choose("File", /^Revert Notebook to Checkpoint/);
  await lab.picture("revert");
  await lab.answer("Revert");
  await expect.poll(() => lab.notebook.locator(".jp-CodeCell").count(), patience).toBe(cellsThen);
  await lab.picture("restored");

  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByTitle("Upload Files").click(),
  ]);
  await chooser.setFiles(join(folder, "upload/numbers.csv"));
  await lab.file("numbers.csv").waitFor();
  expect(await readFile(inRoot("numbers.csv"), "utf8")).toBe("a,b\n1,2\n");

  await lab.launch("Other", "Terminal");
  await page.locator(".jp-Terminal .xterm-screen").waitFor();
  await page.locator(".jp-Terminal .xterm-screen").click();
  await page.keyboard.type("echo $((6*7)) > terminal.txt\n");
  await expect.poll(() => readFile(inRoot("terminal.txt"), "utf8").catch(() => ""), patience).toBe("42\n");
  await lab.picture("terminal");
  // What is open is kept a moment after it changed; only then may the page go.
  const workspace = async () => (await server.fetch("lab/api/workspaces/default")).text();
  await expect.poll(workspace, patience).toContain("terminal:1");
  await lab.choose("File", /^Shutdown Terminal/);
  await lab.tab("Terminal 1").waitFor({ state: "detached" });
  await expect.poll(workspace, patience).not.toContain("terminal:1");

  await page.reload();
  await lab.tab("Day.ipynb").click();
  await lab.notebook.waitFor();
  await lab.idle();
  await lab.shows(await lab.run("name"), "'Ada'");
  await lab.picture("after-reload");

  await lab.choose("File", /^Close and Shut Down Notebook/);
  await lab.answer("Ok");
  await lab.tab("Day.ipynb").waitFor({ state: "detached" });
  await lab.picture("closed");
  await expect.poll(async () => (await server.fetch("api/kernels")).json(), patience).toEqual([]);
  expect(lab.problems.filter((problem) => !isKnown(problem))).toEqual([]);
  await browser.close();
  expect(await server.stop()).toBe(0);

  const events = inOrderOfTime(await readEvents(log));
  const of = (schema: string) => events.filter(({ __schema__: id }) => String(id).endsWith(schema));
  const changes = (schema: string) => of(schema).filter(({ action }) => action !== "get");
  const contents = "contentsmanager-actions";
  expect(changes(contents)).toMatchObject([
    { action: "create", path: "Untitled.ipynb" },
    { action: "save", path: "Untitled.ipynb" },
    { action: "rename", path: "Day.ipynb", source_path: "Untitled.ipynb" },
    { action: "upload", path: "numbers.csv" },
  ]);
  // How often the front end looks is its own affair; it looks at nothing else.
  expect(new Set(of(contents).map(({ path }) => path))).toEqual(
    new Set(["", "Untitled.ipynb", "Day.ipynb", "numbers.csv"]),
  );
  expect(of("checkpoint-actions")).toMatchObject([
    { action: "create", path: "Day.ipynb" },
    { action: "restore", path: "Day.ipynb" },
    { action: "create", path: "numbers.csv" },
  ]);
  expect(
    of("kernel-executions").map(({ code, execution_count: count, status, error_name: error, path }) => {
      return [String(code).split("\n")[0], count, status, error, path];
    }),
  ).toEqual([
    ['print("hello", 6 * 7)', 1, "ok", undefined, "Untitled.ipynb"],
    ["import matplotlib.pyplot as plt", 2, "ok", undefined, "Untitled.ipynb"],
    ["1 / 0", 3, "error", "ZeroDivisionError", "Untitled.ipynb"],
    ['name = input("Who? ")', 4, "ok", undefined, "Untitled.ipynb"],
    ['print("not to be kept")', 5, "ok", undefined, "Day.ipynb"],
    ["name", 6, "ok", undefined, "Day.ipynb"],
  ]);
  expect(inOrder(events)).toEqual([
    [contents, "create", "Untitled.ipynb"],
    ["session-actions", "create"],
    ["kernel-executions", 'print("hello", 6 * 7)'],
    ["kernel-executions", "import matplotlib.pyplot as plt"],
    ["kernel-executions", "1 / 0"],
    ["kernel-executions", 'name = input("Who? ")'],
    [contents, "save", "Untitled.ipynb"],
    [contents, "rename", "Day.ipynb"],
    ["checkpoint-actions", "create", "Day.ipynb"],
    ["kernel-executions", 'print("not to be kept")'],
    ["checkpoint-actions", "restore", "Day.ipynb"],
    [contents, "upload", "numbers.csv"],
    ["checkpoint-actions", "create", "numbers.csv"],
    ["terminal-actions", "start", "1"],
    ["terminal-actions", "stop", "1"],
    ["kernel-executions", "name"],
    ["session-actions", "delete"],
  ]);
  // Both of Jupyter's schemas tell the same of the contents.
  const told = (schema: string) =>
    of(schema).map(({ action, path, source_path: from }) => [action, path, from]);
  expect(told("contents_service/v1")).toEqual(told(contents));
  // All of it was one session with one kernel, and one person's.
  const whole = changes("session-actions") as unknown as {
    session: { id: string; kernel: { id: string } };
    requester: string;
  }[];
  const [first] = whole;
  expect(new Set(whole.map(({ session }) => `${session.id} ${session.kernel.id}`)).size).toBe(1);
  for (const event of of("kernel-executions")) {
    const { id, kernel } = first!.session;
    expect(event).toMatchObject({ session_id: id, kernel_id: kernel.id, username: first?.requester });
  }
  const sessions = changes("session-actions") as unknown as { action: string; session: { path: string } }[];
  expect(sessions[0]?.action).toBe("create");
  expect(sessions.slice(1, -1).every(({ action }) => action === "modify")).toBe(true);
  expect(sessions.at(-1)).toMatchObject({ action: "delete", session: { path: "Day.ipynb" } });
  // It is begun under a name that the front end makes up, so that two notebooks do not meet.
  expect(
    sessions
      .slice(1)
      .map(({ session }) => session.path)
      .filter(isNew),
  ).toEqual(["Untitled.ipynb", "Day.ipynb"]);
  expect(changes("terminal-actions")).toMatchObject([
    { action: "start", id: "1" },
    { action: "stop", id: "1" },
  ]);
}, 300_000);

/**
 * What was done in the order in which it was done, whatever schema it is told by. Looks and the changes of a session's labels
 * are left out, whose moments are the front end's affair.
 */
function inOrder(events: readonly Record<string, unknown>[]): unknown[][] {
  return events.flatMap(({ __schema__: schema, action, path, id, code }) => {
    const subject = String(schema).split("/").at(-1)!;
    if (action === "get" || action === "modify" || subject === "v1") return [];
    const what = code === undefined ? (path ?? id) : String(code).split("\n")[0];
    return [[subject, action, what].filter((part) => part !== undefined)];
  });
}

function isNew(value: unknown, index: number, all: readonly unknown[]): boolean {
  return index === 0 || value !== all[index - 1];
}

/** While a notebook gets another name, the front end may still ask for the old one. */
function isKnown(problem: string): boolean {
  return (
    problem === "404 GET /api/contents/Untitled.ipynb" ||
    problem === "console: Failed to load resource: the server responded with a status of 404 (Not Found)"
  );
}
