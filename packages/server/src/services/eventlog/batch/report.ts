import { type ServerError, serverError } from "../../../errors.js";
import { errorBody } from "../../../http/error-replies.js";

/** So many refusals are listed at most, and so many characters of them: a body can hold millions. */
const listedAtMost = 1000;
const charactersAtMost = 1024 * 1024;

/** An item that was not recorded, with what `POST /api/eventlog` would have answered to it. */
type Refusal = { readonly index: number; readonly status: number } & ReturnType<typeof errorBody>;

/** The answer to a batch. */
export interface BatchAnswer {
  readonly status: number;
  readonly retryAfter?: number | undefined;
  readonly body: object;
}

/** What became of the items of a batch. */
export class BatchReport {
  #items = 0;
  #recorded = 0;
  readonly #refusals: Refusal[] = [];
  #characters = 0;
  #unlisted = 0;
  #untriedFrom: number | undefined;
  #unavailable: ServerError | undefined;
  #internal: ServerError | undefined;

  /** The first refusal that says that the log cannot keep events now. */
  get unavailable(): ServerError | undefined {
    return this.#unavailable;
  }

  /** The first refusal that nobody but us is to blame for. */
  get internal(): ServerError | undefined {
    return this.#internal;
  }

  /** Adds the next items, each with why it was not recorded. */
  add(refusals: readonly (ServerError | undefined)[]): void {
    for (const error of refusals) {
      if (error === undefined) this.#recorded++;
      else this.#refuse(this.#items, error);
      this.#items++;
    }
  }

  /** Adds items that were not tried, as the log could not keep what came before them. */
  addUntried(count: number, reason: ServerError): void {
    if (count > 0) this.#untriedFrom ??= this.#items;
    for (let left = count; left > 0; left--) this.#refuse(this.#items++, reason);
  }

  /** The answer: 201 where all were recorded, 207 where some were. Where none was, whether it makes sense to try again. */
  answer(): BatchAnswer {
    const retryAfter = this.#unavailable?.details.retryAfter;
    const body = {
      recorded: this.#recorded,
      refused: this.#refusals,
      ...(this.#unlisted > 0 ? { unlisted: this.#unlisted } : {}),
      ...(this.#untriedFrom === undefined ? {} : { untriedFrom: this.#untriedFrom }),
    };
    if (this.#recorded > 0) return { status: this.#recorded === this.#items ? 201 : 207, retryAfter, body };
    const error = this.#unavailable ?? this.#refusalOfAll();
    return { status: error.status, retryAfter, body: { ...errorBody(error), ...body } };
  }

  #refusalOfAll(): ServerError {
    if (this.#items === 0) return serverError("bad-request", "The body holds no events");
    return serverError("batch-refused");
  }

  #refuse(index: number, error: ServerError): void {
    const retriable = error.code === "log-unavailable";
    if (retriable) this.#unavailable ??= error;
    if (error.code === "internal") this.#internal ??= error;
    // Whoever is to send events again must know which: from `untriedFrom` on it is all of them.
    const mustBeListed = retriable && this.#untriedFrom === undefined;
    if (!mustBeListed && this.#isFull) {
      this.#unlisted++;
      return;
    }
    const refusal = { index, status: error.status, ...errorBody(error) };
    this.#refusals.push(refusal);
    this.#characters += JSON.stringify(refusal).length;
  }

  get #isFull(): boolean {
    return this.#refusals.length >= listedAtMost || this.#characters >= charactersAtMost;
  }
}
