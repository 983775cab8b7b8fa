import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import type { AnyValue, ExportLogsRequest, KeyValue, LogRecord } from "../../src/otlp-request.js";

/** What a receiver answers. */
export interface FakeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** In PEM. */
interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** Whose certificates clients must show. */
  readonly ca?: string;
  readonly requestCert?: boolean;
}

/** An OTLP receiver for requests in JSON, which keeps log records in memory and fails as a test tells it. */
export class FakeReceiver {
  readonly records: LogRecord[] = [];
  readonly resources: (readonly KeyValue[])[] = [];
  readonly requests: { readonly headers: IncomingHttpHeaders; readonly body: Buffer }[] = [];
  /** What is answered to these records; only 200 takes them. */
  answer: (records: readonly LogRecord[]) => FakeAnswer | "cut" | "silence" = () => ({ status: 200 });
  readonly #server: Server;
  readonly #protocol: string;

  private constructor(certificate?: Certificate) {
    const listener = async (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const raw = Buffer.concat(chunks);
      const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
      this.requests.push({ headers: request.headers, body });
      const isJson = request.headers["content-type"] === "application/json";
      const { resourceLogs }: ExportLogsRequest = isJson ? JSON.parse(body.toString()) : { resourceLogs: [] };
      const records = resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap((logs) => logs.logRecords));
      const answer = this.answer(records);
      if (answer === "silence") return;
      if (answer === "cut" || answer.status === 200) {
        this.records.push(...records);
        this.resources.push(...resourceLogs.map(({ resource }) => resource.attributes));
      }
      if (answer === "cut") response.destroy();
      else response.writeHead(answer.status, answer.headers).end(answer.body);
    };
    this.#server = certificate ? createSecureServer(certificate, listener) : createServer(listener);
    this.#protocol = certificate ? "https:" : "http:";
  }

  /** @param certificate for https; without one, it speaks http */
  static async start(certificate?: Certificate): Promise<FakeReceiver> {
    const receiver = new FakeReceiver(certificate);
    await new Promise<void>((resolve) => receiver.#server.listen(0, "127.0.0.1", resolve));
    return receiver;
  }

  get url(): string {
    return `${this.#protocol}//127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1/logs`;
  }

  /** The events as lines, as far as the attributes still tell. */
  get lines(): string[] {
    return this.records.map(lineOf);
  }

  get numbers(): unknown[] {
    return this.lines.map((line) => JSON.parse(line).number);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** The line of a log file that a log record was made of; all times are in milliseconds, as those of the samples. */
export function lineOf({ timeUnixNano, eventName, attributes }: LogRecord): string {
  const all = Object.fromEntries(attributes.map(({ key, value }) => [key, plainValue(value)]));
  const { "log.record.uid": _, "daybook.sequence": __, "daybook.schema.version": version, ...own } = all;
  return JSON.stringify({
    __timestamp__: new Date(Number(timeUnixNano) / 1e6).toISOString(),
    __schema__: eventName,
    __schema_version__: Number(version),
    __metadata_version__: 1,
    ...own,
  });
}

/** What a value of OTLP means. */
export function plainValue(value: AnyValue): unknown {
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue } = value;
  if (intValue !== undefined) return Number(intValue);
  if (arrayValue !== undefined) return (arrayValue.values ?? []).map(plainValue);
  if (kvlistValue !== undefined) {
    return Object.fromEntries((kvlistValue.values ?? []).map(({ key, value }) => [key, plainValue(value)]));
  }
  return stringValue ?? boolValue ?? doubleValue ?? null;
}
