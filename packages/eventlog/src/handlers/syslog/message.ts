import { hostname } from "node:os";
import type { SpooledEvent } from "../../spool/spooled-event.js";

export interface MessageOptions {
  readonly priority: number;
  readonly appname: string;
  /** The name of the element of structured data: `name@number`. */
  readonly structuredData: string;
}

/** The longest name of a host in a message. */
const longestHost = 255;
/** As RFC 5424 wants it: six digits of a second at most, and no leap second. */
const timePattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d(?:\.\d{1,6})?)\d*Z$/;

/** Writes events as messages of RFC 5424. */
export class SyslogMessages {
  readonly #start: string;
  readonly #host: string;
  readonly #structuredData: string;

  constructor({ priority, appname, structuredData }: MessageOptions) {
    this.#start = `<${priority}>1`;
    this.#host = `${printable(hostname()).slice(0, longestHost) || "-"} ${appname} ${process.pid} event`;
    this.#structuredData = structuredData;
  }

  /**
   * The message is the event's line in UTF-8, without the byte order mark that RFC 5424 asks for: JSON must not begin with
   * one (RFC 8259), and daemons hand it on as a part of the text.
   */
  write({ id, sequence, timestamp, line }: SpooledEvent): Buffer {
    const [, time = "-"] = timePattern.exec(timestamp) ?? [];
    const elements = `[${this.#structuredData} id="${id}" sequence="${sequence}"]`;
    return Buffer.from(
      `${this.#start} ${time === "-" ? time : `${time}Z`} ${this.#host} ${elements} ${line}`,
    );
  }
}

function printable(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, "");
}
