import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { KeyValue, LogRecord } from "../../../packages/handlers/src/otlp-request.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const script = fileURLToPath(new URL("otlp_receiver.py", import.meta.url));

/** A log record as the published protobufs read it. */
export interface ReceivedRecord {
  readonly resource: { readonly attributes: readonly KeyValue[] };
  readonly scope: { readonly name: string };
  readonly record: LogRecord;
}

/** A receiver in a process of its own, which decodes with Python's `opentelemetry-proto`. */
export class OtlpReceiver {
  readonly #python: string;
  readonly #file = join(temporaryFolder(), "records");
  #port = 0;
  #process: ChildProcess | undefined;

  private constructor(python: string) {
    this.#python = python;
  }

  /** Starts one that ends with the test. */
  static async start(python: string): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver(python);
    await receiver.restart();
    onTestFinished(() => receiver.kill());
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/v1/logs`;
  }

  /** On the same port, with what it had. */
  async restart(): Promise<void> {
    const child = spawn(this.#python, [script, this.#file, String(this.#port)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#process = child;
    const [line] = await once(child.stdout.setEncoding("utf8"), "data");
    this.#port = Number(/listening at (\d+)/.exec(line)?.[1]);
  }

  async kill(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  freeze(): void {
    this.#process?.kill("SIGSTOP");
  }

  thaw(): void {
    this.#process?.kill("SIGCONT");
  }

  /** Cuts the connection in place of the next answer, after the records are kept. */
  loseAnswer(): void {
    writeFileSync(`${this.#file}.lose`, "");
  }

  /** All that it has kept; the last line is torn where it was killed while it wrote it. */
  get received(): ReceivedRecord[] {
    if (!existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, "utf8").split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line));
  }
}
