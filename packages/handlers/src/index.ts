// One line for each handler.
export { NatsHandler, type NatsHandlerOptions } from "./nats-handler.js";
