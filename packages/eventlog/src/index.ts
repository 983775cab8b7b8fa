export { type Acknowledgement, acknowledgements } from "./acknowledgement.js";
export { type Capsule, capsuleNames, type RecordedEvent } from "./capsule.js";
export {
  BatchRefused,
  type Destination,
  type Refusal,
  RetryLater,
  type SendResult,
} from "./delivery/destination.js";
export { type SpoolOptions, spoolOptionsSchema, type WhenFull } from "./delivery/spool-options.js";
export { SpooledHandler } from "./delivery/spooled-handler.js";
export {
  type ErrorCode,
  EventLogError,
  type EventViolation,
  errorCodes,
  HandlerError,
  InvalidEventError,
  SchemaError,
  type SchemaProblem,
  UnavailableError,
  UnknownSchemaError,
} from "./errors.js";
export type { EventOf, EventTypes, SchemaId, VersionOf } from "./event-types.js";
export { EventLog } from "./event-log.js";
export type {
  EventLogOptions,
  EventToRecord,
  KeepOptions,
  RecordOptions,
  RecordOutcome,
} from "./event-log-options.js";
export {
  type EventRecord,
  type Handler,
  type HandlerClass,
  type HandlerContext,
  type KeptRecords,
  handlerName,
} from "./handler.js";
export type { HandlerStatistics, LogStatistics, SchemaStatistics } from "./statistics.js";
export type { RoutedHandler, RouteOptions } from "./handler-route.js";
export type { Listener } from "./listeners.js";
export type { LiveEvent, LiveEvents, Subscriber } from "./live-events.js";
export { missingMethods } from "./hand-over.js";
export { FileHandler, type FileHandlerOptions } from "./handlers/file-handler.js";
export { HTTPHandler, type HTTPHandlerOptions } from "./handlers/http-handler.js";
export { MemoryHandler, type MemoryHandlerOptions } from "./handlers/memory-handler.js";
export { NullHandler } from "./handlers/null-handler.js";
export { RotatingFileHandler, type RotatingFileHandlerOptions } from "./handlers/rotating-file-handler.js";
export { StreamHandler, type StreamHandlerOptions } from "./handlers/stream-handler.js";
export { SysLogHandler, type SysLogHandlerOptions } from "./handlers/syslog-handler.js";
export { checkTlsFiles, readTlsFiles, type TlsFiles, tlsFilesSchema } from "./handlers/tls-files.js";
export {
  TimedRotatingFileHandler,
  type TimedRotatingFileHandlerOptions,
} from "./handlers/timed-rotating-file-handler.js";
export { isObject, type JsonObject, type JsonValue, maximumDepth } from "./json-value.js";
export type { Modifier } from "./modifier.js";
export type { AllowedSchema, AllowedSchemas, NormalAllowedSchemas } from "./policy/allowed-schemas.js";
export type { PropertyDescription, SchemaDescription } from "./policy/describe.js";
export { type Problem, printProblem } from "./problem-reporter.js";
export { unrestrictedCategories } from "./schema/categories.js";
export { type EventPlace, eventPlace } from "./schema/event-place.js";
export type { SchemaObject } from "./schema/keywords.js";
export { References } from "./schema/references.js";
export { readSchemaFile, schemaFileExtensions } from "./schema/schema-file.js";
export { readOptionFile, readSecret, type Secret, secretSchema } from "./secret.js";
export { SpooledEvent } from "./spool/spooled-event.js";
export { fileErrorInWords } from "./system-errors.js";
