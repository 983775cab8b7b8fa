import { BatchRefused, type Destination, RetryLater, type SendResult } from "../../delivery/destination.js";
import type { SpooledEvent } from "../../spool/spooled-event.js";
import { readTlsFiles, type TlsFiles } from "../tls-files.js";
import { type BatchAnswer, readBatchAnswer } from "./batch-answer.js";
import { type BodyOptions, batchBody } from "./batch-body.js";
import { BatchProgress } from "./batch-progress.js";
import { type HttpAnswer, HttpClient } from "./http-client.js";
import { type HeaderOptions, readHeaders } from "./headers.js";
import { failureOf, isFinal, isSuccess, retryOf } from "./status.js";

export interface HttpTarget extends HeaderOptions {
  readonly url: URL;
  readonly tls: TlsFiles;
  readonly body: BodyOptions;
}

/** Posts batches of events to a server, and reads from its answers what became of them. */
export class HttpDestination implements Destination {
  readonly #target: HttpTarget;
  readonly #progress = new BatchProgress();
  #directory = ".";
  #client: HttpClient | undefined;

  constructor(target: HttpTarget) {
    this.#target = target;
  }

  open(directory: string): void {
    this.#directory = directory;
    // For the errors that they may throw now.
    readTlsFiles(this.#target.tls, directory);
    readHeaders(this.#target, directory);
  }

  async send(batch: readonly SpooledEvent[], signal: AbortSignal): Promise<SendResult> {
    const rest = this.#progress.rest(batch);
    if (rest.length > 0) this.#judge(rest, await this.#post(rest, signal));
    return { refused: this.#progress.finish(batch) };
  }

  async close(): Promise<void> {
    this.#client?.close();
  }

  async #post(batch: readonly SpooledEvent[], signal: AbortSignal): Promise<HttpAnswer> {
    const { url, tls, body } = this.#target;
    this.#client ??= new HttpClient(url.protocol, readTlsFiles(tls, this.#directory));
    const { headers, bytes } = await batchBody(batch, body);
    // Read anew each time, so that a new token needs no restart.
    const ours = readHeaders(this.#target, this.#directory);
    return this.#client.post(url, { headers: { ...headers, ...ours }, bytes, signal });
  }

  /** Settles all events of a batch. @throws {BatchRefused | RetryLater} where that cannot be with this answer */
  #judge(batch: readonly SpooledEvent[], answer: HttpAnswer): void {
    const items = readBatchAnswer(answer.text, batch.length);
    if (items !== undefined) {
      this.#judgeItems(batch, answer, items);
      return;
    }
    if (!isSuccess(answer.status)) throw failureOf(answer);
    if (this.#target.body.items === "daybook") {
      // A page for people, such as a login, is a success as well.
      throw new RetryLater(`what answers there (${answer.status}) is no Daybook; look after url`);
    }
    for (const event of batch) this.#progress.arrived(event);
  }

  #judgeItems(batch: readonly SpooledEvent[], answer: HttpAnswer, items: BatchAnswer): void {
    const { refused, untriedFrom } = items;
    const statuses = new Map(refused.map(({ index, status }) => [index, status]));
    for (const { index, status, text } of refused) {
      if (isFinal(status)) this.#progress.refused(batch[index] as SpooledEvent, text);
    }
    const untriedListed = refused.filter(({ index }) => index >= untriedFrom).length;
    if (items.unlisted > batch.length - untriedFrom - untriedListed) {
      // Fewer at once, and all of them are listed.
      throw new BatchRefused("the server refuses more events than it lists");
    }
    const arrived = batch.filter((_, index) => index < untriedFrom && !statuses.has(index));
    for (const event of arrived) this.#progress.arrived(event);
    const passing = [...statuses.values()].find((status) => !isFinal(status));
    if (passing !== undefined) throw retryOf(answer, passing);
    if (untriedFrom < batch.length) throw retryOf(answer, answer.status);
  }
}
