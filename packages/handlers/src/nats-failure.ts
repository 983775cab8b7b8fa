import { RetryLater } from "@daybook/eventlog";

type Client = typeof import("@nats-io/transport-node");
type JetStream = typeof import("@nats-io/jetstream");

/** Errors of JetStream that an operator can do something about; its own texts may quote names of subjects. */
const words: Readonly<Record<number, string>> = {
  10008: "JetStream is temporarily unavailable",
  10023: "the server has no resources left for the stream",
  10039: "JetStream is not enabled for this account; enable it in the server's configuration",
  10047: "the server has no storage left for the stream",
  10076: "JetStream is not enabled; start the server with it (nats-server --jetstream)",
  10077: "the stream cannot store it: look whether it is full (its limits with discard: new), or its disk",
};

/** Errors of JetStream that say something of this event only: it is larger than the stream takes. */
const tooLarge = [10054, 10097];

/** Knows what the errors of the client mean. */
export class NatsFailures {
  readonly #client: Client;
  readonly #jetstream: JetStream;

  constructor(client: Client, jetstream: JetStream) {
    this.#client = client;
    this.#jetstream = jetstream;
  }

  /** Why an event is refused for good; nothing where the failure is another. */
  refusal(error: unknown): string | undefined {
    // The client looks at the size itself, as a server would close the connection.
    if (error instanceof this.#client.errors.InvalidArgumentError)
      return "larger than the server takes (max_payload)";
    const { JetStreamApiError } = this.#jetstream;
    if (error instanceof JetStreamApiError && tooLarge.includes(error.code))
      return "larger than the stream takes (max_msg_size)";
    return undefined;
  }

  /** As an error that is tried again, in words. Others stay what they are: their code may say more. */
  retry(error: unknown, subject: string): unknown {
    const { errors } = this.#client;
    const { JetStreamApiError } = this.#jetstream;
    const again = (message: string) => new RetryLater(message, { cause: error });
    if (this.#nobodyAnswers(error)) {
      return again(
        `no stream takes the subject ${subject}; add it to one (nats stream add), or enable JetStream in the server`,
      );
    }
    if (error instanceof JetStreamApiError)
      return again(words[error.code] ?? `the stream refuses it for now (JetStream error ${error.code})`);
    const cause = error instanceof errors.RequestError ? (error.cause ?? error) : error;
    if (cause instanceof errors.PermissionViolationError)
      return again("this user may not publish there; permit the subject in the server's configuration");
    if (
      cause instanceof errors.AuthorizationError ||
      cause instanceof errors.UserAuthenticationExpiredError
    ) {
      return again("the server refuses the login; look after token, user, credentials or nkey");
    }
    if (cause instanceof errors.TimeoutError) return again("the server does not answer");
    if (cause instanceof errors.RequestError || cause instanceof errors.ClosedConnectionError)
      return again("the connection to the server was lost");
    return error;
  }

  /** A publish that no stream takes is a request to nobody. */
  #nobodyAnswers(error: unknown): boolean {
    const cause = error instanceof Error ? error.cause : undefined;
    return cause instanceof this.#client.errors.RequestError && cause.isNoResponders();
  }
}
