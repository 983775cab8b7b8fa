export * from "@daybook/eventlog";
export * from "@daybook/handlers";
// With these types the compiler checks the events that come with Daybook.
export type * from "@daybook/notebook-events/event-types";
export { type DaybookConfig, defineConfig, type HandlerDescription } from "./configuration/define-config.js";
