import { EventLog, MemoryHandler } from "@daybook/eventlog";
import { shippedSchemaFiles } from "@daybook/notebook-events";
import type { InjectOptions } from "fastify";
import { expect, test } from "vitest";
import { testKernels } from "../../../../../test/support/test-kernel.js";
import { testApplication, testOptions, token } from "../../support/test-server.js";

const sessionActions = "eventlogging.jupyter.org/jupyter_server/session-actions";
const kernelActions = "https://events.jupyter.org/jupyter_server/kernel_actions/v1";

/** A server that records sessions and their kernels, and calls to it. */
async function recordingServer() {
  const memory = new MemoryHandler(100_000);
  const allowedSchemas = {
    [sessionActions]: { allowedCategories: ["personally-identifiable-information"] },
    [kernelActions]: {},
  };
  const log = new EventLog({ handlers: [memory], allowedSchemas });
  for (const file of shippedSchemaFiles()) await log.registerSchemaFile(file);
  const app = await testApplication({ ...(await testOptions()), log, kernels: testKernels().kernels });
  const call = async (method: NonNullable<InjectOptions["method"]>, path: string, body?: object) => {
    const { statusCode: status, body: text } = await app.inject({
      method,
      url: `/api/${path}`,
      headers: { authorization: `token ${token}` },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    return { status, body: text === "" ? undefined : JSON.parse(text) };
  };
  const actions = (schema: string) =>
    memory.events.filter(({ __schema__ }) => __schema__ === schema).map(({ action }) => String(action));
  /** The ids of kernels that were started, or shut down, as the events have it. */
  const kernels = (action: string) =>
    memory.events
      .filter((event) => event.__schema__ === kernelActions && event.action === action)
      .map(({ kernel_id }) => kernel_id);
  const running = async () => (await call("GET", "kernels")).body.map(({ id }: { id: string }) => id);
  return { call, actions, kernels, running };
}

const notebook = { path: "one.ipynb", name: "one.ipynb", type: "notebook", kernel: { name: "test" } };

test("of many calls for the same path one has made the session and started its kernel", async () => {
  const { call, actions, kernels, running } = await recordingServer();
  const answers = await Promise.all(Array.from({ length: 20 }, () => call("POST", "sessions", notebook)));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(actions(sessionActions).sort()).toEqual(["create", ...Array(19).fill("get")]);
  expect(kernels("start")).toEqual(await running());
});

test("changes of one session at the same time each tell of their own kernels", async () => {
  const { call, kernels, running } = await recordingServer();
  const { id, kernel } = (await call("POST", "sessions", notebook)).body;
  const change = () => call("PATCH", `sessions/${id}`, { kernel: { name: "test" } });
  const answers = await Promise.all([change(), change(), change(), change()]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const [last] = await running();
  expect(await running()).toHaveLength(1);
  expect(new Set(kernels("start")).size).toBe(5);
  expect(kernels("start")).toHaveLength(5);
  expect(kernels("shutdown")).toContain(kernel.id);
  expect([...kernels("shutdown"), last].sort()).toEqual(kernels("start").sort());
});

test("1,000 sessions are made, renamed and deleted at the same time, each once", async () => {
  const { call, actions, kernels, running } = await recordingServer();
  const { kernel } = (await call("POST", "sessions", notebook)).body;
  const numbers = Array.from({ length: 999 }, (_each, number) => number);
  const made = await Promise.all(
    numbers.map((number) =>
      call("POST", "sessions", { ...notebook, path: `${number}.ipynb`, kernel: { id: kernel.id } }),
    ),
  );
  const renamed = await Promise.all(
    made.map(({ body }, number) => call("PATCH", `sessions/${body.id}`, { path: `new/${number}.ipynb` })),
  );
  expect(renamed.map(({ body }) => body.path)).toEqual(numbers.map((number) => `new/${number}.ipynb`));
  const ids = made.map(({ body }) => body.id);
  const deleted = await Promise.all([...ids, ...ids].map((id) => call("DELETE", `sessions/${id}`)));
  // Some may have gone with their kernel by then.
  expect(new Set(deleted.map(({ status }) => status))).toEqual(new Set([204, 404]));
  const done = [...ids, ...ids].filter((_id, index) => deleted[index]?.status === 204);
  expect(new Set(done).size).toBe(done.length);
  expect((await call("GET", "sessions")).body).toEqual([]);
  expect(await running()).toEqual([]);
  const count = (wanted: string) => actions(sessionActions).filter((action) => action === wanted).length;
  expect([count("create"), count("modify"), count("delete")]).toEqual([1000, 999, done.length]);
  expect(kernels("start")).toEqual([kernel.id]);
});
