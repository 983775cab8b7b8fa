export { errorTable, GatewayOptionError, type GatewayErrorCode } from "./errors.js";
export type { GatewayOptions, HubOptions, OnFailure } from "./options.js";
export { assertGatewayOptions, type RunningGateway, startGateway } from "./start-gateway.js";
