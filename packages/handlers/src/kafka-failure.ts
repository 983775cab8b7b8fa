import { RetryLater } from "@daybook/eventlog";

/** What brokers say of events that they never take, as words for the dead-letter file. */
const refusals: Readonly<Record<string, string>> = {
  MESSAGE_TOO_LARGE: "larger than the topic takes (max.message.bytes)",
  RECORD_LIST_TOO_LARGE: "larger than the topic takes (segment.bytes)",
  INVALID_RECORD: "the broker refuses the record (a policy of the topic)",
  INVALID_TIMESTAMP: "the broker refuses the time of the record",
};

/** What is wrong elsewhere, and may be mended. */
const words: Readonly<Record<string, string>> = {
  UNKNOWN_TOPIC_OR_PARTITION: "there is no such topic; create it (kafka-topics.sh --create)",
  INVALID_TOPIC_EXCEPTION: "the topic is no name that the broker takes; choose another",
  TOPIC_AUTHORIZATION_FAILED: "this user may not write to the topic; permit it (kafka-acls.sh)",
  CLUSTER_AUTHORIZATION_FAILED: "this user may not write idempotently; permit it (kafka-acls.sh)",
  NOT_ENOUGH_REPLICAS: "too few replicas of the topic are in sync; look after the brokers",
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: "too few replicas of the topic are in sync; look after the brokers",
  SASL_AUTHENTICATION_FAILED: "the broker refuses the login; look after sasl",
  UNSUPPORTED_SASL_MECHANISM: "the broker does not know this way to log in; choose another sasl mechanism",
};

/** The broker and we do not agree on what was written: only a new producer goes on. */
const disagreements = new Set([
  "OUT_OF_ORDER_SEQUENCE_NUMBER",
  "DUPLICATE_SEQUENCE_NUMBER",
  "UNKNOWN_PRODUCER_ID",
  "INVALID_PRODUCER_EPOCH",
  "INVALID_PRODUCER_ID_MAPPING",
  "PRODUCER_FENCED",
]);

/** Errors of the client hold others, as causes or in lists, to this depth. */
const deepest = 8;

/** The errors of the client that are in an error, itself first. */
function within(error: unknown, depth = 0): Error[] {
  if (!(error instanceof Error) || depth > deepest) return [];
  const inner = error instanceof AggregateError ? error.errors : [];
  return [error, ...[...inner, error.cause].flatMap((cause) => within(cause, depth + 1))];
}

/** The names that the protocol gives to what went wrong, such as `MESSAGE_TOO_LARGE`. */
function namesIn(error: unknown): string[] {
  return within(error).flatMap((error: Error & { apiId?: string; code?: string }) => {
    // The client replaces this one by another, of which only the text tells.
    const unknownTopic = error.code === "PLT_KFK_USER" && error.message.startsWith("Unknown topic ");
    return unknownTopic ? "UNKNOWN_TOPIC_OR_PARTITION" : (error.apiId ?? []);
  });
}

/** Why what was sent is refused for good; nothing where the failure is another. */
export function kafkaRefusal(error: unknown): string | undefined {
  const name = namesIn(error).find((name) => Object.hasOwn(refusals, name));
  return name === undefined ? undefined : refusals[name];
}

/** Whether the producer is of no use any more. */
export function endsProducer(error: unknown): boolean {
  return namesIn(error).some((name) => disagreements.has(name));
}

/** As an error that is tried again, in words; where the system has a code for it, as that of the system. */
export function kafkaFailure(error: unknown): unknown {
  const name = namesIn(error).at(-1);
  if (name !== undefined) {
    return new RetryLater(words[name] ?? `the broker refuses for now (${name})`, { cause: error });
  }
  const errors = within(error) as NodeJS.ErrnoException[];
  const codes = errors.map(({ code }) => code ?? "");
  const system = errors.find(({ code }) => typeof code === "string" && !code.startsWith("PLT_"));
  if (system !== undefined) return system;
  if (codes.includes("PLT_KFK_AUTHENTICATION"))
    return new RetryLater("the broker refuses the login; look after sasl", { cause: error });
  if (codes.includes("PLT_KFK_NETWORK"))
    return new RetryLater("the connection to the broker was lost, or it does not answer", { cause: error });
  return error;
}
