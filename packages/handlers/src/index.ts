// One line for each handler.
export { KafkaHandler, type KafkaHandlerOptions } from "./kafka-handler.js";
export { NatsHandler, type NatsHandlerOptions } from "./nats-handler.js";
export { OtlpHandler, type OtlpHandlerOptions, type OtlpTls } from "./otlp-handler.js";
export { PinoTransportHandler, type PinoTransportHandlerOptions } from "./pino-transport-handler.js";
export { PostgresHandler, type PostgresHandlerOptions, type PostgresTls } from "./postgres-handler.js";
