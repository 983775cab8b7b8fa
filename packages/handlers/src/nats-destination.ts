import {
  type Destination,
  readTlsFiles,
  type Refusal,
  type SendResult,
  type SpooledEvent,
  type TlsFiles,
} from "@daybook/eventlog";
import type { JetStreamClient } from "@nats-io/jetstream";
import type { NatsConnection, NodeConnectionOptions } from "@nats-io/transport-node";
import { assertInstalled, loadClient } from "./client.js";
import type { NameTemplate } from "./name-template.js";
import { NatsFailures } from "./nats-failure.js";
import { type NatsLogin, natsAuthenticator, readNatsSecrets } from "./nats-login.js";

export interface NatsAddress {
  readonly servers: readonly string[];
  readonly subject: NameTemplate;
  readonly login: NatsLogin;
  readonly tls: TlsFiles | undefined;
}

/** How long a server has to shake hands, in milliseconds. */
const handshakeTime = 10_000;
/** Longer than any send lasts: the delivery ends those that take too long. */
const acknowledgementTime = 24 * 60 * 60 * 1000;

/** What lives as long as a connection. */
interface Link {
  readonly connection: NatsConnection;
  readonly stream: JetStreamClient;
  readonly failures: NatsFailures;
}

/** Publishes events to JetStream, all of a batch at once, and waits until each is acknowledged. */
export class NatsDestination implements Destination {
  readonly #address: NatsAddress;
  #directory = ".";
  #link: Link | undefined;

  constructor(address: NatsAddress) {
    this.#address = address;
  }

  open(directory: string): void {
    assertInstalled("@nats-io/transport-node", "@nats-io/jetstream");
    this.#directory = directory;
    // For the error that they may throw now.
    readNatsSecrets(this.#address.login, directory);
    this.#tls();
  }

  async send(batch: readonly SpooledEvent[], signal: AbortSignal): Promise<SendResult> {
    const link = await this.#connect(signal);
    const { connection, failures } = link;
    // Nothing that waits in the connection may go out once the batch is taken to have failed.
    const cut = () => void connection.close();
    signal.addEventListener("abort", cut, { once: true });
    try {
      const published = batch.map((event) => this.#publish(link, event));
      const refused: Refusal[] = [];
      let failure: unknown;
      for (const { event, error } of await Promise.all(published)) {
        if (error === undefined) continue;
        const reason = failures.refusal(error);
        if (reason !== undefined) refused.push({ event, reason });
        else failure ??= failures.retry(error, this.#address.subject.fill(event));
      }
      if (failure !== undefined) throw failure;
      return { refused };
    } finally {
      signal.removeEventListener("abort", cut);
    }
  }

  async close(): Promise<void> {
    await this.#link?.connection.close();
  }

  async #publish({ stream }: Link, event: SpooledEvent): Promise<{ event: SpooledEvent; error?: unknown }> {
    try {
      const options = { msgID: event.id, timeout: acknowledgementTime };
      await stream.publish(this.#address.subject.fill(event), event.line, options);
      return { event };
    } catch (error) {
      return { event, error };
    }
  }

  /** The connection, or a new one where it is lost. */
  async #connect(signal: AbortSignal): Promise<Link> {
    if (this.#link !== undefined && !this.#link.connection.isClosed()) return this.#link;
    const client = await loadClient("@nats-io/transport-node", () => import("@nats-io/transport-node"));
    const jetstream = await loadClient("@nats-io/jetstream", () => import("@nats-io/jetstream"));
    const { login, servers, subject } = this.#address;
    const authenticator = natsAuthenticator(client, login, readNatsSecrets(login, this.#directory));
    const tls = this.#tls();
    const options: NodeConnectionOptions = {
      name: "daybook",
      servers: [...servers],
      timeout: handshakeTime,
      // One that comes back by itself sends the rest of a batch whose beginning is lost: the order would not be kept.
      reconnect: false,
      noAsyncTraces: true,
      ...(authenticator.length > 0 && { authenticator }),
      ...(tls && { tls }),
    };
    const failures = new NatsFailures(client, jetstream);
    try {
      const connection = await client.connect(options);
      if (signal.aborted) {
        await connection.close();
        throw signal.reason;
      }
      this.#link = { connection, stream: jetstream.jetstream(connection), failures };
      return this.#link;
    } catch (error) {
      throw failures.retry(error, subject.text);
    }
  }

  #tls(): NodeConnectionOptions["tls"] {
    const { tls } = this.#address;
    return tls && readTlsFiles(tls, this.#directory);
  }
}
