import type { CompleteChannelsOptions } from "./channels-options.js";
import type { OutgoingMessage } from "./outgoing-message.js";
import { SlidingSum } from "./sliding-sum.js";

/** What a front end needs to know where it is, and what does not come in floods. */
const unlimited: ReadonlySet<string> = new Set(["status", "comm_open", "execute_input"]);

/** Output flows again when it has come down to this share of a limit. */
const headroom = 0.8;

/** What becomes of a message: it passes, is dropped, or is the first to be dropped, which is to be told. */
export type Passage = "passes" | "dropped" | { readonly notice: string };

type LimitOptions = Pick<
  CompleteChannelsOptions,
  "limitRate" | "iopubMsgRateLimit" | "iopubDataRateLimit" | "rateLimitWindow"
>;

/**
 * Keeps a kernel from flooding a client with output: a loop that prints without end makes a browser useless. As in
 * Jupyter, messages are counted, and the bytes of streams; what goes beyond a limit is dropped, and the person is told.
 *
 * @example
 * const limit = new OutputLimit(options);
 * limit.passage(message, performance.now()); // "passes"
 */
export class OutputLimit {
  readonly #options: LimitOptions;
  readonly #messages: SlidingSum;
  readonly #bytes: SlidingSum;
  #tooMany = false;
  #tooLarge = false;

  constructor(options: LimitOptions) {
    this.#options = options;
    this.#messages = new SlidingSum(options.rateLimitWindow * 1000);
    this.#bytes = new SlidingSum(options.rateLimitWindow * 1000);
  }

  /** @param now milliseconds of a clock that does not jump */
  passage(message: OutgoingMessage, now: number): Passage {
    if (!this.#options.limitRate || message.channel !== "iopub") return "passes";
    // A cell has ended: the next one has the whole limit for itself.
    if (message.isIdle) this.#reset();
    const type = message.type;
    if (unlimited.has(type)) return "passes";
    const bytes = type === "stream" ? message.size : 0;
    const notice = this.#judge(this.#messages.total(now) + 1, this.#bytes.total(now) + bytes);
    if (notice !== undefined) return { notice };
    if (this.#tooMany || this.#tooLarge) return "dropped";
    this.#messages.add(1, now);
    if (bytes > 0) this.#bytes.add(bytes, now);
    return "passes";
  }

  /** Compares with the limits; says what to tell where one is exceeded that was not before. */
  #judge(messages: number, bytes: number): string | undefined {
    const { iopubMsgRateLimit, iopubDataRateLimit, rateLimitWindow } = this.#options;
    const wasDropping = this.#tooMany || this.#tooLarge;
    this.#tooMany = isExceeded(messages / rateLimitWindow, iopubMsgRateLimit, this.#tooMany);
    this.#tooLarge = isExceeded(bytes / rateLimitWindow, iopubDataRateLimit, this.#tooLarge);
    if (wasDropping) return undefined;
    if (this.#tooMany)
      return noticeOf("messages", "iopub_msg_rate_limit", iopubMsgRateLimit, rateLimitWindow);
    if (this.#tooLarge)
      return noticeOf("bytes", "iopub_data_rate_limit", iopubDataRateLimit, rateLimitWindow);
    return undefined;
  }

  #reset(): void {
    this.#messages.clear();
    this.#bytes.clear();
    this.#tooMany = false;
    this.#tooLarge = false;
  }
}

function isExceeded(rate: number, limit: number, wasExceeded: boolean): boolean {
  if (limit <= 0) return false;
  return wasExceeded ? rate >= headroom * limit : rate > limit;
}

function noticeOf(unit: string, option: string, limit: number, window: number): string {
  return [
    `More than ${limit} ${unit} of output a second came from the kernel, over ${window} seconds.`,
    "The rest is left out until there is less, so that this page stays usable; the code goes on.",
    `The limit is the option ZMQChannelsWebsocketConnection.${option} of the server.`,
  ].join("\n");
}
