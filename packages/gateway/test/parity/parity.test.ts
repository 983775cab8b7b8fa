import { EventLog, MemoryHandler } from "@daybook/eventlog";
import { shippedSchemaFiles } from "@daybook/notebook-events";
import { expect, test, vi } from "vitest";
import { testKernels } from "../../../../test/support/test-kernel.js";
import { testOptions, testServer, token } from "../../../server/test/support/test-server.js";
import { clientOf, everything, executionsSchema } from "../support/kernel-gateway.js";
import { testGateway } from "../support/test-gateway.js";

const jupyter = "eventlogging.jupyter.org/jupyter_server";
const allowedSchemas = Object.fromEntries(
  [
    `${jupyter}/contentsmanager-actions`,
    `${jupyter}/checkpoint-actions`,
    `${jupyter}/kernel-actions`,
    `${jupyter}/session-actions`,
    `${jupyter}/terminal-actions`,
    "https://events.jupyter.org/jupyter_server/contents_service/v1",
    "https://events.jupyter.org/jupyter_server/kernel_actions/v1",
    "daybook/file-transfers",
    executionsSchema,
  ].map((id) => [id, id.startsWith("https:") ? {} : everything]),
);

/** A session of work: each kind of action, and some that fail. */
async function work(url: string): Promise<void> {
  const { call, connect, startKernel } = clientOf(url);
  const text = { type: "file", format: "text", content: "hello" };
  await call("PUT", "api/contents/a%20b.txt", text);
  await call("PUT", "api/contents/a%20b.txt", text);
  await call("GET", "api/contents/a%20b.txt");
  await call("GET", "api/contents/nothing.txt");
  const { id: checkpoint } = (await call("POST", "api/contents/a%20b.txt/checkpoints")).body;
  await call("POST", `api/contents/a%20b.txt/checkpoints/${checkpoint}`);
  await call("PATCH", "api/contents/a%20b.txt", { path: "c.csv" });
  for (const chunk of [1, 2, -1]) {
    const content = Buffer.from("x".repeat(100_000)).toString("base64");
    await call("PUT", "api/contents/big.bin", { type: "file", format: "base64", content, chunk });
  }
  await call("GET", "files/c.csv");
  await call("GET", "files/nothing.csv");
  await fetch(new URL("files/big.bin", url), {
    headers: { Authorization: `token ${token}`, Range: "bytes=0-99" },
  }).then((answer) => answer.arrayBuffer());
  const wanted = { path: "n.ipynb", name: "n", type: "notebook", kernel: { name: "test" } };
  const session = (await call("POST", "api/sessions", wanted)).body;
  await call("POST", "api/sessions", wanted);
  await call("GET", `api/sessions/${session.id}`);
  const client = await connect(session.kernel.id);
  await client.execute("print x");
  await call("PATCH", `api/sessions/${session.id}`, { path: "m.ipynb" });
  await client.execute("error KeyError no");
  await call("POST", `api/kernels/${session.kernel.id}/interrupt`);
  // The kernel has seen the signal once it answers: what is run next is not interrupted by it.
  await client.execute("print quiet", { silent: true });
  await client.told(client.run("sleep 60"), "execute_input");
  await call("POST", `api/kernels/${session.kernel.id}/restart`);
  await (await connect(session.kernel.id, "")).execute("print anew");
  await call("DELETE", `api/sessions/${session.id}`);
  const kernel = await startKernel();
  await call("GET", `api/kernels/${kernel}`);
  const other = await connect(kernel);
  await other.told(other.run("sleep 60"), "execute_input");
  await call("DELETE", `api/kernels/${kernel}`);
  await other.closed;
  const { name } = (await call("POST", "api/terminals")).body;
  await call("GET", `api/terminals/${name}`);
  await call("DELETE", `api/terminals/${name}`);
  await call("DELETE", "api/contents/c.csv");
}

const times: ReadonlySet<string> = new Set(["__timestamp__", "start_time", "duration"]);
const uuid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g;

/**
 * A log without times, and with the number of each id in place of it. What was run stands at its end: it is recorded some
 * milliseconds later than the calls beside it.
 */
function comparable(events: readonly Record<string, unknown>[]): unknown {
  const ids = new Map<string, string>();
  const numbered = (id: string): string => {
    if (!ids.has(id)) ids.set(id, `id ${ids.size + 1}`);
    return ids.get(id) as string;
  };
  const isRun = ({ __schema__: id }: Record<string, unknown>) => id === "daybook/kernel-executions";
  return [...events.filter((event) => !isRun(event)), ...events.filter(isRun)].map((event) =>
    JSON.parse(
      JSON.stringify(event, (key, value) => (times.has(key) ? undefined : value)).replace(uuid, numbered),
    ),
  );
}

/** A log that records everything. */
async function recordingLog() {
  const memory = new MemoryHandler();
  const log = new EventLog({ handlers: [memory], allowedSchemas });
  for (const file of shippedSchemaFiles()) await log.registerSchemaFile(file);
  return { log, memory };
}

async function server(log: EventLog): Promise<string> {
  return (
    await testServer({ ...(await testOptions()), kernels: testKernels().kernels, report: () => {}, log })
  ).url;
}

test("the gateway before a server that records nothing records what a server of ours records itself", async () => {
  const direct = await recordingLog();
  await work(await server(direct.log));
  const gateway = await testGateway(await server(new EventLog()), {}, { allowedSchemas });
  await work(gateway.url);
  // A client may hear of the end of what it did before that is recorded.
  await vi.waitFor(() => expect(comparable(gateway.memory.events)).toEqual(comparable(direct.memory.events)));
  const schemas = new Set(gateway.memory.events.map((event) => event.__schema__));
  expect([...schemas].sort()).toEqual(Object.keys(allowedSchemas).sort());
});
