import { EventLog, type EventLogOptions, MemoryHandler } from "@daybook/eventlog";
import { shippedSchemaFiles } from "@daybook/notebook-events";
import { onTestFinished } from "vitest";
import { type GatewayOptions, startGateway } from "../../src/index.js";

export const contentsSchema = "eventlogging.jupyter.org/jupyter_server/contentsmanager-actions";

const everything = { allowedCategories: ["personally-identifiable-information"] };

/** A gateway on a free port, whose events go to memory. It ends with the test. */
export async function testGateway(
  upstream: string,
  options: Partial<GatewayOptions> = {},
  logOptions: EventLogOptions = {},
) {
  const memory = new MemoryHandler();
  const log = new EventLog({
    handlers: [memory],
    allowedSchemas: { [contentsSchema]: everything },
    onProblem: () => {},
    ...logOptions,
  });
  for (const file of shippedSchemaFiles()) await log.registerSchemaFile(file);
  const problems: string[] = [];
  const report = (problem: string): void => void problems.push(problem);
  const gateway = await startGateway({ port: 0, report, log, upstream, ...options });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= gateway.close();
    return closing;
  };
  onTestFinished(close);
  /** The events that were recorded, without their capsules. */
  const events = (): unknown[] =>
    memory.events.map((event) =>
      Object.fromEntries(Object.entries(event).filter(([name]) => !name.startsWith("__"))),
    );
  return { url: gateway.url, close, memory, log, problems, events };
}
