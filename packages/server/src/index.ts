export { createApplication } from "./application.js";
export {
  errorTable,
  ServerError,
  type ServerErrorCode,
  type ServerErrorDetails,
  serverError,
} from "./errors.js";
export {
  createEventEndpoints,
  type EventEndpoints,
  type EventEndpointsOptions,
} from "./event-endpoints.js";
export { SignIns } from "./identity/sign-ins.js";
export { EmittedEvents } from "./services/events/emitted-events.js";
export type { EventSender } from "./services/eventlog/sender.js";
export type { ServerOptions } from "./options.js";
export {
  ExecutionAccount,
  type ExecutionAccountParts,
} from "./services/kernels/channels/execution-account.js";
export { findJupyterLab, type JupyterLab, type JupyterLabOptions } from "./services/lab/installation.js";
export { type RunningServer, startServer } from "./start-server.js";
