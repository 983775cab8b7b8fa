import { EventEmitter } from "node:events";
import { type Kernelspec, kernelCommand } from "../kernelspecs/kernelspec.js";
import type { KernelConnection } from "./connection.js";
import { type ExecutionState, KernelActivity } from "./kernel-activity.js";
import type { KernelEvents } from "./kernel-events.js";
import { KernelMessages } from "./kernel-messages.js";
import type { CompleteKernelOptions } from "./kernel-options.js";
import { nextAnswer, notStarted } from "./kernel-answer.js";
import { untilAnswered } from "./kernel-probe.js";
import { KernelProcess } from "./kernel-process.js";
import { makeMessage } from "./message-parts.js";
import type { ProcessGuard } from "./process-guard.js";
import { RestartLimit } from "./restart-limit.js";

/** A kernel as the REST API shows it. */
export interface KernelModel {
  readonly id: string;
  readonly name: string;
  /** RFC 3339, UTC. */
  readonly last_activity: string;
  readonly execution_state: ExecutionState;
  /** How many clients are connected. */
  readonly connections: number;
}

/** What a kernel is made with. */
export interface KernelParts {
  readonly id: string;
  readonly spec: Kernelspec;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly connection: KernelConnection;
  readonly guard: ProcessGuard;
  readonly options: CompleteKernelOptions;
  readonly report: (problem: string) => void;
}

/**
 * A kernel: one id, one connection, and one process after another, as restarts bring a new one.
 *
 * ```
 * starting ─▶ idle ◀─▶ busy    it dies, or restart(): restarting ─▶ starting ─▶ ..
 *                              it dies too often: dead ─▶ closed    shutdown(): closed
 * ```
 */
export class Kernel extends EventEmitter<KernelEvents> {
  readonly id: string;
  readonly name: string;
  readonly spec: Kernelspec;
  readonly messages: KernelMessages;
  /** How many clients are connected. Whoever connects one counts it. */
  connections = 0;
  readonly #parts: KernelParts;
  readonly #activity: KernelActivity;
  readonly #limit: RestartLimit;
  /** That of now; undefined while there is none. */
  #process: KernelProcess | undefined;
  #hasAnswered = false;
  /** Its process has said anything at all. */
  #hasSpoken = false;
  /** Ends the waiting for an answer of a process that is no longer there. */
  #probing = new AbortController();
  /** Starting and ending happens one after the other. */
  #lastTurn: Promise<unknown> = Promise.resolve();
  #ending: Promise<void> | undefined;
  #isClosed = false;

  constructor(parts: KernelParts) {
    super();
    const { id, spec, connection, options, report } = parts;
    this.id = id;
    this.name = spec.name;
    this.spec = spec;
    this.#parts = parts;
    this.messages = new KernelMessages(connection.key, report);
    this.#activity = new KernelActivity((state) => this.emit("state", state));
    this.#limit = new RestartLimit(options.restartLimit, options.stableStartTime * 1000);
    this.messages.on("message", (message) => {
      this.#hasSpoken = true;
      this.#activity.observe(message);
    });
    // As many as there are clients.
    this.setMaxListeners(0);
  }

  get lastActivity(): Date {
    return this.#activity.lastActivity;
  }

  /** It is being shut down, or has been: nobody should begin to use it. */
  get isEnding(): boolean {
    return this.#ending !== undefined;
  }

  get executionState(): ExecutionState {
    return this.#activity.state;
  }

  model(): KernelModel {
    const { id, name, lastActivity, executionState, connections } = this;
    return {
      id,
      name,
      last_activity: lastActivity.toISOString(),
      execution_state: executionState,
      connections,
    };
  }

  /** Starts it for the first time. @throws {ServerError} `kernel-not-started` */
  async start(): Promise<void> {
    try {
      await this.#inTurn(async () => {
        await this.#parts.connection.choosePorts();
        await this.#launch();
      });
    } catch (error) {
      this.#parts.report(`kernel ${this.id} (${this.name}) cannot be started: ${(error as Error).message}`);
      await this.#close();
      throw notStarted(this.name, error);
    }
  }

  /**
   * Resolves once the process of now, or the next one, has answered.
   *
   * @throws {Error} saying that it has ended before, or takes too long
   */
  async ready(): Promise<void> {
    if (!this.#hasAnswered) await nextAnswer(this, this.#parts.options.kernelInfoTimeout);
  }

  /** Interrupts what it is doing, by the way its kernelspec names. */
  async interrupt(): Promise<void> {
    // It runs nothing yet, and the signal would end it.
    if (!this.#hasSpoken) return;
    if (this.spec.interruptMode === "message") await this.#request("interrupt_request", {});
    else this.#process?.signal("SIGINT");
  }

  /**
   * Ends its process and starts another one with the same id, connection file and ports.
   *
   * @throws {ServerError} `kernel-not-started` where the new one does not answer
   */
  async restart(): Promise<void> {
    try {
      await this.#inTurn(() => this.#replaceProcess());
      await this.ready();
    } catch (error) {
      throw notStarted(this.name, error);
    }
    this.emit("restarted");
  }

  async #replaceProcess(): Promise<void> {
    this.#refuseWhenEnding();
    const process = this.#process;
    // From now on its end is nothing to be mended.
    this.#process = undefined;
    this.#hasAnswered = false;
    this.#beginRestart("asked");
    if (process !== undefined) await this.#end(process, true, this.#parts.options.shutdownWaitTime);
    this.#refuseWhenEnding();
    try {
      await this.#launch();
    } catch (error) {
      void this.#giveUp();
      throw error;
    }
  }

  /** Ends it, whatever it does. @param waitTime for how long it may take before it is killed, in seconds */
  shutdown(waitTime = this.#parts.options.shutdownWaitTime): Promise<void> {
    this.#ending ??= this.#inTurn(async () => {
      const process = this.#process;
      this.#process = undefined;
      if (process !== undefined) await this.#end(process, false, waitTime);
      await this.#close();
    });
    return this.#ending;
  }

  async #launch(): Promise<void> {
    const { spec, cwd, env, connection, guard } = this.#parts;
    this.#hasAnswered = false;
    this.#activity.state = "starting";
    await connection.write(spec.name);
    this.messages.connect(connection);
    this.#hasSpoken = false;
    const command = kernelCommand(spec, connection.file);
    const process = await KernelProcess.start({ command, cwd, env, connectionFile: connection.file }, guard);
    this.#process = process;
    this.#probing = new AbortController();
    void this.#probe(this.#probing.signal);
    void process.ended.then(() => this.#mourn(process));
  }

  async #probe(signal: AbortSignal): Promise<void> {
    try {
      await untilAnswered(this.messages, signal);
      await this.messages.stdinReached(signal);
    } catch {
      // It has ended instead, which others take care of.
      return;
    }
    this.#hasAnswered = true;
    this.#activity.answered();
    this.emit("ready");
  }

  /** Decides what becomes of it after its process has ended without having been asked to. */
  async #mourn(process: KernelProcess): Promise<void> {
    if (this.#process !== process) return;
    this.#probing.abort();
    this.#process = undefined;
    const { options, report } = this.#parts;
    const again = options.autorestart && this.#limit.allows(performance.now());
    report(
      `kernel ${this.id} (${this.name}) ended: ${this.#obituary(process)}${again ? "; restarting" : ""}`,
    );
    if (!again) return this.#giveUp();
    this.#beginRestart("died");
    // Front ends take it for a restart that nobody asked for, and tell the person so.
    this.messages.announce("restarting");
    try {
      await this.#inTurn(async () => {
        // Somebody was faster.
        if (this.#process !== undefined || this.#ending !== undefined) return;
        if (!this.#hasAnswered) await this.#parts.connection.choosePorts();
        await this.#launch();
        void this.ready().then(
          () => this.emit("restarted"),
          () => {},
        );
      });
    } catch (error) {
      report(`kernel ${this.id} (${this.name}) cannot be restarted: ${(error as Error).message}`);
      await this.#giveUp();
    }
  }

  /** One that never answered has run no code of anybody's: what it wrote can be told. */
  #obituary(process: KernelProcess): string {
    const line = process.lastLine;
    return this.#hasAnswered || line === "" ? process.ending : `${process.ending}, after it wrote "${line}"`;
  }

  #beginRestart(cause: "died" | "asked"): void {
    this.#activity.state = "restarting";
    this.emit("restarting", cause);
  }

  async #giveUp(): Promise<void> {
    this.#activity.state = "dead";
    this.messages.announce("dead");
    this.emit("dead");
    await this.shutdown();
  }

  async #end(process: KernelProcess, restart: boolean, waitTime: number): Promise<void> {
    this.#probing.abort();
    this.#request("shutdown_request", { restart }).catch(() => {});
    const gone = await process.end(waitTime * 1000);
    if (!gone) this.#parts.report(`kernel ${this.id} (${this.name}) cannot be ended`);
  }

  async #close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#probing.abort();
    this.messages.close();
    await this.#parts.connection.remove();
    this.emit("closed");
  }

  async #request(type: string, content: object): Promise<void> {
    await this.messages.send(makeMessage("control", type, content).message);
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#lastTurn.then(work);
    this.#lastTurn = result.catch(() => {});
    return result;
  }

  #refuseWhenEnding(): void {
    if (this.isEnding) throw new Error("it is being shut down");
  }
}
