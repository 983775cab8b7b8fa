export type * from "./event-types.js";
export type { EndedExecution } from "./executions/ended-execution.js";
export type { ExecutionClock, ExecutionPlace, ExecutionSender } from "./executions/execution.js";
export type { AbortReason } from "./executions/execution-outcome.js";
export {
  ExecutionTracker,
  type ExecutionTrackerOptions,
  isExecution,
} from "./executions/execution-tracker.js";
export {
  type DecodedFrame,
  decodeFrame,
  type EncodedFrame,
  encodeFrame,
  type FrameFault,
  type KernelProtocol,
  v1Protocol,
} from "./executions/frames/frame.js";
export { type FrameStart, readFrameStart } from "./executions/frames/frame-start.js";
export { type KernelChannel, KernelMessage, type WireParts } from "./executions/kernel-message.js";
export type { MessageHeader } from "./executions/message-header.js";
export { mediaTypeOf } from "./media-type.js";
export { checkpointsObserver } from "./observers/checkpoints.js";
export { contentsObserver } from "./observers/contents.js";
export { type ContentsRoute, contentsRoute } from "./observers/contents-route.js";
export type { ConfirmedBy, Exchange } from "./observers/exchange.js";
export { fileTransfersObserver } from "./observers/file-transfers.js";
export { kernelsObserver } from "./observers/kernels.js";
export { observe, observers } from "./observers/observe.js";
export type { Observation, Observer } from "./observers/observer.js";
export { sessionKernelsObserver } from "./observers/session-kernels.js";
export { sessionsObserver } from "./observers/sessions.js";
export { terminalsObserver } from "./observers/terminals.js";
export { shippedSchemaFiles } from "./shipped-schemas.js";
