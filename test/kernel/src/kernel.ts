import type { Channels } from "./channels.js";
import { Comms } from "./comms.js";
import { CellError, run } from "./language.js";
import type { Message, Saying } from "./message.js";
import { answerQuestion } from "./questions.js";

/** Answers the requests of front ends, those on shell one after the other, those on control at once. */
export class Kernel {
  readonly #channels: Channels;
  readonly #comms = new Comms();
  readonly #history: [number, number, string][] = [];
  /** Requests that wait for the one that runs. */
  #queue: Message[] = [];
  #isWorking = false;
  #count = 0;
  #running = new AbortController();
  #answer: ((value: string) => void) | undefined;

  constructor(channels: Channels) {
    this.#channels = channels;
  }

  async serve(): Promise<void> {
    await this.#channels.bind();
    await this.#channels.publish(undefined, status("starting"));
    await Promise.all([this.#listen(), this.#obey(), this.#takeAnswers()]);
  }

  /** Interrupts the cell that runs. */
  interrupt(): void {
    this.#running.abort();
  }

  async #listen(): Promise<void> {
    for await (const request of this.#channels.received(this.#channels.shell)) {
      this.#queue.push(request);
      void this.#work();
    }
  }

  async #obey(): Promise<void> {
    const { control } = this.#channels;
    for await (const request of this.#channels.received(control)) {
      const { msg_type: type } = request.header;
      const reply = (content: object) =>
        this.#channels.send(control, request, { type: type.replace("_request", "_reply"), content });
      await this.#channels.publish(request, status("busy"));
      if (type === "interrupt_request") {
        this.interrupt();
        await reply({ status: "ok" });
      } else if (type === "shutdown_request" && process.env.TEST_KERNEL_STAYS === undefined) {
        await reply({ status: "ok", restart: request.content.restart });
        process.exit(0);
      } else {
        const answer = answerQuestion(request, this.#history);
        if (answer !== undefined) await this.#channels.send(control, request, answer);
      }
      await this.#channels.publish(request, status("idle"));
    }
  }

  async #takeAnswers(): Promise<void> {
    for await (const { content } of this.#channels.received(this.#channels.stdin))
      this.#answer?.(content.value);
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    for (let request = this.#queue.shift(); request !== undefined; request = this.#queue.shift()) {
      await this.#channels.publish(request, status("busy"));
      await this.#answerRequest(request);
      await this.#channels.publish(request, status("idle"));
    }
    this.#isWorking = false;
  }

  async #answerRequest(request: Message): Promise<void> {
    const { header, content } = request;
    if (header.msg_type === "execute_request") return this.#execute(request);
    if (header.msg_type === "comm_info_request") {
      const comms = this.#comms.info(content.target_name);
      return this.#reply(request, { type: "comm_info_reply", content: { status: "ok", comms } });
    }
    const echo = this.#comms.take(request);
    if (echo !== undefined) return this.#channels.publish(request, echo);
    const answer = answerQuestion(request, this.#history);
    if (answer !== undefined) await this.#reply(request, answer);
  }

  async #execute(request: Message): Promise<void> {
    const {
      code,
      silent = false,
      store_history: stored = !silent,
      stop_on_error: stops = true,
    } = request.content;
    if (!silent && stored) this.#count += 1;
    const count = this.#count;
    if (!silent && stored) this.#history.push([1, count, code]);
    if (!silent)
      await this.#channels.publish(request, {
        type: "execute_input",
        content: { code, execution_count: count },
      });
    this.#running = new AbortController();
    try {
      await run(code, this.#cell(request, silent));
      await this.#reply(
        request,
        executeReply({ status: "ok", execution_count: count, payload: [], user_expressions: {} }),
      );
    } catch (error) {
      const { name, message } = error as CellError;
      const failure = { ename: name, evalue: message, traceback: [`${name}: ${message}`] };
      if (!silent) await this.#channels.publish(request, { type: "error", content: failure });
      await this.#reply(request, executeReply({ status: "error", execution_count: count, ...failure }));
      if (stops) await this.#abortWaiting();
    }
  }

  /** Those who asked for more, before they could know of the error, do not get it. */
  async #abortWaiting(): Promise<void> {
    const waiting = this.#queue;
    this.#queue = waiting.filter(({ header }) => header.msg_type !== "execute_request");
    for (const request of waiting.filter((one) => !this.#queue.includes(one))) {
      await this.#channels.publish(request, status("busy"));
      await this.#reply(request, executeReply({ status: "aborted", execution_count: this.#count }));
      await this.#channels.publish(request, status("idle"));
    }
  }

  #cell(request: Message, silent: boolean) {
    const count = this.#count;
    const publish = (type: string, content: object) => this.#channels.publish(request, { type, content });
    return {
      signal: this.#running.signal,
      count,
      stream: (name: string, text: string) => publish("stream", { name, text }),
      display: async (type: string, data: object) => {
        const numbered = type === "execute_result" ? { execution_count: count } : {};
        if (type !== "execute_result" || !silent)
          await publish(type, { data, metadata: {}, transient: {}, ...numbered });
      },
      clear: () => publish("clear_output", { wait: false }),
      ask: (prompt: string, password: boolean) => this.#ask(request, prompt, password),
      openComm: (target: string) => this.#channels.publish(request, this.#comms.open(target)),
    };
  }

  async #ask(request: Message, prompt: string, password: boolean): Promise<string> {
    if (!request.content.allow_stdin) throw new CellError("StdinNotImplementedError", "nobody can be asked");
    const { signal } = this.#running;
    // Before the question: the answer may be quick.
    const answer = new Promise<string>((resolve, reject) => {
      this.#answer = resolve;
      signal.addEventListener("abort", () => reject(signal.reason));
    });
    const question = { type: "input_request", content: { prompt, password } };
    await this.#channels.send(this.#channels.stdin, request, question);
    return answer;
  }

  async #reply(request: Message, saying: Saying): Promise<void> {
    await this.#channels.send(this.#channels.shell, request, saying);
  }
}

function status(state: "starting" | "busy" | "idle"): Saying {
  return { type: "status", content: { execution_state: state } };
}

function executeReply(content: object): Saying {
  return { type: "execute_reply", content };
}
