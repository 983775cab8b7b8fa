import type { EventLog, HandlerStatistics, LogStatistics } from "@daybook/eventlog";
import { Counter, Gauge, Registry } from "prom-client";

const perSchema = ["recorded", "refused", "denied"] as const;
const schemaHelp = {
  recorded: "Events handed to handlers",
  refused: "Events that were not valid",
  denied: "Events of a schema that is not allowed",
};

interface HandlerMetric {
  readonly name: string;
  readonly help: string;
  readonly value: keyof HandlerStatistics;
}

const handlerCounters: readonly HandlerMetric[] = [
  { name: "handled_total", help: "Events taken", value: "handled" },
  { name: "confirmed_total", help: "Events that have reached the destination", value: "confirmed" },
  { name: "retried_total", help: "Attempts beyond the first", value: "retried" },
  { name: "dropped_total", help: "Events given up for want of room", value: "dropped" },
  {
    name: "dead_lettered_total",
    help: "Events that the destination refused for good",
    value: "deadLettered",
  },
];
const handlerGauges: readonly HandlerMetric[] = [
  { name: "spool_bytes", help: "Bytes on disk that wait for the destination", value: "spoolBytes" },
  { name: "spool_age_seconds", help: "For how long the oldest event has waited", value: "spoolAge" },
];

/** The metrics of a log, for Prometheus. They are read from the log when they are asked for. */
export function metricsOf(log: EventLog): Registry {
  const registry = new Registry();
  const registers = [registry];
  for (const fate of perSchema) {
    const labelNames = ["schema", "version"];
    new Counter({
      name: `daybook_events_${fate}_total`,
      help: schemaHelp[fate],
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const { schema, version, ...counts } of log.statistics.schemas)
          this.inc({ schema, version: String(version) }, counts[fate]);
      },
    });
  }
  new Counter({
    name: "daybook_events_unknown_schema_total",
    help: "Events of schemas that are not registered",
    registers,
    collect() {
      this.reset();
      this.inc(log.statistics.unknownSchema);
    },
  });
  const labelNames = ["handler", "position"];
  for (const { name, help, value } of handlerCounters) {
    new Counter({
      name: `daybook_handler_${name}`,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const [labels, number] of handlerValues(log.statistics, value)) this.inc(labels, number);
      },
    });
  }
  for (const { name, help, value } of handlerGauges) {
    new Gauge({
      name: `daybook_handler_${name}`,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const [labels, number] of handlerValues(log.statistics, value)) this.set(labels, number);
      },
    });
  }
  return registry;
}

type HandlerLabels = { handler: string; position: string };

/** What each handler that counts it says, with its labels. */
function handlerValues(
  { handlers }: LogStatistics,
  value: keyof HandlerStatistics,
): [HandlerLabels, number][] {
  return handlers.flatMap((handler): [HandlerLabels, number][] => {
    const number = handler[value];
    if (number === undefined) return [];
    // What stands behind the class is a path or an address, which may name a person.
    const [handlerClass = ""] = handler.name.split(" ");
    return [[{ handler: handlerClass, position: String(handler.position) }, number]];
  });
}
