import { defineConfig, FileHandler } from "daybook";

export default defineConfig({
  EventLog: {
    handlers: [new FileHandler("event.log")],
    allowedSchemas: ["hub.jupyter.org/server-action"],
  },
});
