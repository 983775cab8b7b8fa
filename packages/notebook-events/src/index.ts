export type * from "./event-types.js";
export { checkpointsObserver } from "./observers/checkpoints.js";
export { contentsObserver } from "./observers/contents.js";
export { type ContentsRoute, contentsRoute } from "./observers/contents-route.js";
export type { Exchange } from "./observers/exchange.js";
export { observe, observers } from "./observers/observe.js";
export type { Observation, Observer } from "./observers/observer.js";
export { shippedSchemaFiles } from "./shipped-schemas.js";
