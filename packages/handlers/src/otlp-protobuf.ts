import type { PbfReader, PbfWriter } from "pbf";
import type { AnyValue, ExportLogsRequest, KeyValue, LogRecord, ResourceLogs } from "./otlp-request.js";

/** The client: how values stand in bytes. Which number a field has stands here. */
export type Pbf = typeof import("pbf");

/** What a receiver says of records that it refuses. */
export interface PartialSuccess {
  readonly rejected: number;
  readonly message: string;
}

/** `opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest` in bytes. */
export function encodeRequest({ PbfWriter }: Pbf, request: ExportLogsRequest): Uint8Array {
  const writer = new PbfWriter();
  for (const logs of request.resourceLogs) writer.writeMessage(1, writeResourceLogs, logs);
  return writer.finish();
}

/** Reads `ExportLogsServiceResponse`. */
export function decodeResponse({ PbfReader }: Pbf, bytes: Uint8Array): PartialSuccess {
  const none: PartialSuccess = { rejected: 0, message: "" };
  return new PbfReader(bytes).readFields(
    (field, found: { partial: PartialSuccess }, reader: PbfReader) => {
      if (field === 1) found.partial = reader.readMessage(readPartialSuccess, { ...none });
    },
    { partial: none },
  ).partial;
}

function readPartialSuccess(
  field: number,
  partial: { -readonly [K in keyof PartialSuccess]: PartialSuccess[K] },
  reader: PbfReader,
): void {
  if (field === 1) partial.rejected = reader.readVarint(true);
  if (field === 2) partial.message = reader.readString();
}

function writeResourceLogs({ resource, scopeLogs }: ResourceLogs, writer: PbfWriter): void {
  writer.writeMessage(1, writeAttributes, resource.attributes);
  for (const logs of scopeLogs) writer.writeMessage(2, writeScopeLogs, logs);
}

function writeAttributes(attributes: readonly KeyValue[], writer: PbfWriter): void {
  for (const attribute of attributes) writer.writeMessage(1, writeKeyValue, attribute);
}

function writeScopeLogs({ scope, logRecords }: ResourceLogs["scopeLogs"][number], writer: PbfWriter): void {
  writer.writeMessage(1, writeScope, scope);
  for (const record of logRecords) writer.writeMessage(2, writeLogRecord, record);
}

function writeScope({ name }: { readonly name: string }, writer: PbfWriter): void {
  writer.writeStringField(1, name);
}

function writeLogRecord(record: LogRecord, writer: PbfWriter): void {
  writeFixed64(1, record.timeUnixNano, writer);
  writer.writeVarintField(2, record.severityNumber);
  writer.writeStringField(3, record.severityText);
  for (const attribute of record.attributes) writer.writeMessage(6, writeKeyValue, attribute);
  writeFixed64(11, record.observedTimeUnixNano, writer);
  writer.writeStringField(12, record.eventName);
}

function writeKeyValue({ key, value }: KeyValue, writer: PbfWriter): void {
  writer.writeStringField(1, key);
  writer.writeMessage(2, writeAnyValue, value);
}

function writeAnyValue(value: AnyValue, writer: PbfWriter): void {
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue } = value;
  if (stringValue !== undefined) writer.writeStringField(1, stringValue);
  if (boolValue !== undefined) writer.writeBooleanField(2, boolValue);
  if (intValue !== undefined) writer.writeVarintField(3, Number(intValue));
  if (doubleValue !== undefined) writer.writeDoubleField(4, doubleValue);
  if (arrayValue !== undefined) writer.writeMessage(5, writeArray, arrayValue.values);
  // A list of attributes and a map of values have the same fields.
  if (kvlistValue !== undefined) writer.writeMessage(6, writeAttributes, kvlistValue.values);
}

function writeArray(values: readonly AnyValue[], writer: PbfWriter): void {
  for (const value of values) writer.writeMessage(1, writeAnyValue, value);
}

/** Nanoseconds have more digits than a number of JavaScript. */
function writeFixed64(field: number, digits: string, writer: PbfWriter): void {
  const value = BigInt(digits);
  writer.writeTag(field, 1);
  writer.writeFixed32(Number(value & 0xffff_ffffn));
  writer.writeFixed32(Number(value >> 32n));
}
