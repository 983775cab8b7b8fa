import type { Destination, Refusal, SendResult } from "../../delivery/destination.js";
import type { SpooledEvent } from "../../spool/spooled-event.js";
import type { SyslogMessages } from "./message.js";
import type { SyslogTransport } from "./transport.js";

/** Sends events as syslog messages. None is cut: one that is too large is refused. */
export class SyslogDestination implements Destination {
  readonly #messages: SyslogMessages;
  readonly #transport: SyslogTransport;
  readonly #maxMessage: number;

  constructor(messages: SyslogMessages, transport: SyslogTransport, maxMessage: number) {
    this.#messages = messages;
    this.#transport = transport;
    this.#maxMessage = maxMessage;
  }

  get confirms(): boolean {
    return this.#transport.confirms;
  }

  open(directory: string): void {
    this.#transport.open(directory);
  }

  async send(batch: readonly SpooledEvent[], signal: AbortSignal): Promise<SendResult> {
    const refused: Refusal[] = [];
    const sent: SpooledEvent[] = [];
    const messages: Buffer[] = [];
    for (const event of batch) {
      const message = this.#messages.write(event);
      if (message.length > this.#maxMessage) {
        const reason = `a message of ${message.length} bytes, more than maxMessage (${this.#maxMessage})`;
        refused.push({ event, reason });
      } else {
        sent.push(event);
        messages.push(message);
      }
    }
    if (messages.length > 0) {
      const tooLarge = await this.#transport.send(messages, signal);
      for (const index of tooLarge) {
        const reason = `a message of ${messages[index]?.length} bytes, more than a datagram can have`;
        refused.push({ event: sent[index] as SpooledEvent, reason });
      }
    }
    return { refused };
  }

  /** There is nothing to let go of: connections live as long as a batch. */
  async close(): Promise<void> {}
}
