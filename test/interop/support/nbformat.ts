import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const worker = fileURLToPath(new URL("nbformat_worker.py", import.meta.url));

/** What nbformat said: a result, or its error. */
export type Outcome<Result> = { readonly result: Result; error?: undefined } | { readonly error: string };

/** What nbformat can be asked of a notebook. */
export interface NbformatAnswers {
  /** Whether it matches the schema of its version. */
  readonly schema: Outcome<null>;
  /** The same, after cells that lack an id got one. */
  readonly validate: Outcome<null>;
  readonly read: Outcome<{ notebook: unknown; message: string | null }>;
  /** The notebook in format 4. */
  readonly convert: Outcome<unknown>;
  /** The text of its file. */
  readonly write: Outcome<string>;
}

/** Asks one Python process the same of many notebooks. */
export async function askNbformat<Action extends keyof NbformatAnswers>(
  python: string,
  actions: readonly Action[],
  notebooks: readonly unknown[],
): Promise<Pick<NbformatAnswers, Action>[]> {
  const child = spawn(python, [worker], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, PYTHONIOENCODING: "utf-8", PYTHONWARNINGS: "ignore" },
  });
  const exit = once(child, "exit");
  const answers: Pick<NbformatAnswers, Action>[] = [];
  createInterface(child.stdout).on("line", (line) => answers.push(JSON.parse(line)));
  for (const notebook of notebooks) child.stdin.write(`${JSON.stringify({ actions, notebook })}\n`);
  child.stdin.end();
  const [[code]] = await Promise.all([exit, once(child.stdout, "end")]);
  if (code !== 0 || answers.length !== notebooks.length) {
    throw new Error(
      `nbformat answered ${answers.length} of ${notebooks.length} questions (exit status ${code})`,
    );
  }
  return answers;
}
