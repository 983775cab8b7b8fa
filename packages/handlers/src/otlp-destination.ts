import { promisify } from "node:util";
import { gzip } from "node:zlib";
import {
  type Destination,
  readOptionFile,
  readSecret,
  RetryLater,
  type Secret,
  type SendResult,
  type SpooledEvent,
} from "@daybook/eventlog";
import { assertInstalled, loadClient } from "./client.js";
import { resultOf } from "./otlp-answer.js";
import { Poster } from "./otlp-post.js";
import { decodeResponse, encodeRequest, type PartialSuccess, type Pbf } from "./otlp-protobuf.js";
import { exportRequest } from "./otlp-request.js";

const pack = promisify(gzip);

/** PEM files; relative paths start at the configuration file's folder. */
export interface OtlpTls {
  /** The certificates that are trusted to sign the server's. Default: those that Node.js trusts. */
  readonly ca?: string;
  /** The certificate and the key to show to a server that asks for them. */
  readonly cert?: string;
  readonly key?: string;
}

/** What the destination needs to know. */
export interface OtlpSetup {
  readonly url: URL;
  readonly encoding: "protobuf" | "json";
  readonly compression: "gzip" | "none";
  readonly headers: Readonly<Record<string, string | Secret>>;
  readonly resource: Readonly<Record<string, string>>;
  readonly tls: OtlpTls;
}

/** Posts events to an OTLP receiver, such as an OpenTelemetry collector, a batch a request. */
export class OtlpDestination implements Destination {
  readonly #setup: OtlpSetup;
  readonly #poster: Poster;
  #directory = "";

  constructor(setup: OtlpSetup) {
    this.#setup = setup;
    this.#poster = new Poster(setup.url);
  }

  open(directory: string): void {
    if (this.#setup.encoding === "protobuf") assertInstalled("pbf");
    this.#directory = directory;
    // Whether secrets and files are there.
    this.#headers();
    this.#tls();
  }

  async send(batch: readonly SpooledEvent[], signal: AbortSignal): Promise<SendResult> {
    const { encoding, compression, resource } = this.#setup;
    const request = exportRequest(batch, resource);
    const pbf = encoding === "json" ? undefined : await loadClient("pbf", () => import("pbf"));
    const bytes = pbf === undefined ? Buffer.from(JSON.stringify(request)) : encodeRequest(pbf, request);
    const body = compression === "gzip" ? await pack(bytes) : bytes;
    const answer = await this.#poster.post(body, this.#headers(), this.#tls(), signal);
    return resultOf(batch, answer, (body) => readPartialSuccess(pbf, body));
  }

  async close(): Promise<void> {
    this.#poster.close();
  }

  /** Read anew for each request, so that a token can be changed without a restart. */
  #headers(): Record<string, string> {
    const { headers, encoding, compression } = this.#setup;
    const given = Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      typeof value === "string" ? value : readSecret(`header ${name}`, value, this.#directory),
    ]);
    return {
      ...Object.fromEntries(given),
      "content-type": encoding === "json" ? "application/json" : "application/x-protobuf",
      ...(compression === "gzip" && { "content-encoding": "gzip" }),
    };
  }

  #tls(): Record<string, string> {
    const files = Object.entries(this.#setup.tls) as [string, string][];
    return Object.fromEntries(
      files.map(([option, path]) => [option, readOptionFile(`tls.${option}`, path, this.#directory)]),
    );
  }
}

/** @param pbf undefined where JSON is spoken */
function readPartialSuccess(pbf: Pbf | undefined, body: Buffer): PartialSuccess {
  try {
    if (pbf !== undefined) return decodeResponse(pbf, body);
    if (body.length === 0) return { rejected: 0, message: "" };
    const { rejectedLogRecords = 0, errorMessage = "" } = JSON.parse(body.toString()).partialSuccess ?? {};
    return { rejected: Number(rejectedLogRecords), message: String(errorMessage) };
  } catch {
    // Whoever answers this says yes to anything; taken for a receiver, it would swallow all events.
    throw new RetryLater("what answers is no OTLP receiver; look after url");
  }
}
