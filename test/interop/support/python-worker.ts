import { spawn } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/**
 * Asks one Python process many questions: a JSON document a line in, one a line out.
 *
 * @param worker the name of its program, beside this file
 */
export async function askWorker<Answer>(
  python: string,
  worker: string,
  questions: readonly unknown[],
): Promise<Answer[]> {
  const child = spawn(python, [fileURLToPath(new URL(worker, import.meta.url))], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, PYTHONIOENCODING: "utf-8", PYTHONWARNINGS: "ignore" },
  });
  const exit = once(child, "exit");
  const answers: Answer[] = [];
  createInterface(child.stdout).on("line", (line) => answers.push(JSON.parse(line)));
  for (const question of questions) child.stdin.write(`${JSON.stringify(question)}\n`);
  child.stdin.end();
  const [[code]] = await Promise.all([exit, once(child.stdout, "end")]);
  if (code !== 0 || answers.length !== questions.length) {
    throw new Error(
      `${basename(worker)} answered ${answers.length} of ${questions.length} questions (exit status ${code})`,
    );
  }
  return answers;
}
