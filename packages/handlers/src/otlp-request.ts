import type { JsonValue, SpooledEvent } from "@daybook/eventlog";

// The messages of opentelemetry/proto/logs/v1/logs.proto that events need, in the JSON form that OTLP gives them.

/** Nothing in it is null. */
export interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  /** 64 bits, in decimal digits. */
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values: readonly AnyValue[] };
  readonly kvlistValue?: { readonly values: readonly KeyValue[] };
}

export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

export interface LogRecord {
  /** When it happened: nanoseconds since 1970, in decimal digits. */
  readonly timeUnixNano: string;
  /** When it was recorded. */
  readonly observedTimeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly attributes: readonly KeyValue[];
  readonly eventName: string;
}

export interface ResourceLogs {
  readonly resource: { readonly attributes: readonly KeyValue[] };
  readonly scopeLogs: readonly {
    readonly scope: { readonly name: string };
    readonly logRecords: readonly LogRecord[];
  }[];
}

export interface ExportLogsRequest {
  readonly resourceLogs: readonly ResourceLogs[];
}

/** An event is something ordinary that happened: INFO. */
const severity = { severityNumber: 9, severityText: "INFO" };

/**
 * Events as OpenTelemetry has them: named by their schema, with attributes and without a body.
 *
 * @param resource what describes the sender; `service.instance.id` is added, as a spool may hold events of several processes
 */
export function exportRequest(
  events: readonly SpooledEvent[],
  resource: Readonly<Record<string, string>>,
): ExportLogsRequest {
  const processes = new Map<string, SpooledEvent[]>();
  for (const event of events) {
    const process = event.id.slice(-10);
    const own = processes.get(process);
    if (own === undefined) processes.set(process, [event]);
    else own.push(event);
  }
  return {
    resourceLogs: [...processes].map(([process, own]) => ({
      resource: { attributes: attributesOf({ "service.instance.id": process, ...resource }) },
      scopeLogs: [{ scope: { name: "daybook" }, logRecords: own.map(logRecord) }],
    })),
  };
}

function logRecord({ id, sequence, event }: SpooledEvent): LogRecord {
  const { __timestamp__, __schema__, __schema_version__, __metadata_version__: _, ...own } = event;
  return {
    timeUnixNano: nanoseconds(__timestamp__),
    observedTimeUnixNano: `${Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)}000000`,
    ...severity,
    attributes: attributesOf({
      ...own,
      "log.record.uid": id,
      "daybook.schema.version": String(__schema_version__),
      "daybook.sequence": sequence,
    }),
    eventName: __schema__,
  };
}

function attributesOf(values: Readonly<Record<string, JsonValue>>): KeyValue[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: anyValue(value) }));
}

/** A value without a kind is how OTLP writes null, and so what was withheld. */
function anyValue(value: JsonValue): AnyValue {
  if (value === null) return {};
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") {
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { kvlistValue: { values: attributesOf(value) } };
}

/** OTLP knows no time before 1970; 0 says that it is not known. A leap second is the second after it. */
function nanoseconds(timestamp: string): string {
  const [, minute = "", second = "", fraction = ""] = /^(.{16}):(\d\d)(?:\.(\d+))?Z$/.exec(timestamp) ?? [];
  const seconds = Date.parse(`${minute}Z`) / 1000 + Number(second);
  return seconds >= 0 ? `${seconds}${fraction.slice(0, 9).padEnd(9, "0")}`.replace(/^0+(?=\d)/, "") : "0";
}
