import type { SpooledEvent } from "@daybook/eventlog";

/** An event as a record of Kafka. */
export interface KafkaMessage {
  readonly event: SpooledEvent;
  readonly topic: string;
  readonly key: Buffer;
  readonly value: Buffer;
  readonly headers: Map<Buffer, Buffer>;
  partition?: number;
}

const [idHeader, schemaHeader, versionHeader] = ["id", "schema", "version"].map((name) =>
  Buffer.from(name),
) as [Buffer, Buffer, Buffer];

/**
 * @param property whose value is the key. Where there is none, or it is withheld, and without a property, the key is the
 * schema: a record without a key has no place in an order
 */
export function kafkaMessage(event: SpooledEvent, topic: string, property: string | undefined): KafkaMessage {
  const recorded = event.event;
  const value = property === undefined ? undefined : (recorded as Record<string, unknown>)[property];
  const key = typeof value === "string" ? value : JSON.stringify(value ?? undefined);
  return {
    event,
    topic,
    key: Buffer.from(key ?? recorded.__schema__),
    value: Buffer.from(event.line),
    headers: new Map([
      [idHeader, Buffer.from(event.id)],
      [schemaHeader, Buffer.from(recorded.__schema__)],
      [versionHeader, Buffer.from(String(recorded.__schema_version__))],
    ]),
  };
}
