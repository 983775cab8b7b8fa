export * from "@daybook/eventlog";
export { type DaybookConfig, defineConfig, type HandlerDescription } from "./configuration/define-config.js";
