export { errorTable, GatewayOptionError, type GatewayErrorCode } from "./errors.js";
export type { GatewayOptions, OnFailure } from "./options.js";
export { assertGatewayOptions, type RunningGateway, startGateway } from "./start-gateway.js";
