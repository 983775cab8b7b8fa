import { expect, inject, onTestFinished, test } from "vitest";
import { readEvents } from "../../support/recorded-events.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { startGatewayServer } from "../support/gateway-server.js";
import { startLabServer } from "../support/lab-server.js";
import { startJupyter } from "../support/servers.js";

const ours = "eventlogging.jupyter.org/jupyter_server";
const kinds = ["contentsmanager", "checkpoint", "kernel", "session", "terminal"];
const configuration = `
EventLog:
  handlers: [{ class: FileHandler, filename: event.log }]
  allowed_schemas:
${kinds.map((kind) => `    ${ours}/${kind}-actions: { allowed_categories: [personally-identifiable-information] }`).join("\n")}
`;

/** Calls a server. @returns the JSON it answers */
type Call = (method: string, path: string, body?: object) => Promise<Record<string, unknown>>;

function caller(url: string, token: string): Call {
  return async (method, path, body) => {
    const answer = await fetch(url + path, {
      method,
      headers: { Authorization: `token ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === "" || !answer.headers.get("content-type")?.includes("json") ? {} : JSON.parse(text);
  };
}

/** What is done on both sides. */
async function work(call: Call): Promise<void> {
  const cells = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
  const notebook = { type: "notebook", format: "json", content: cells };
  const file = { type: "file", format: "text", content: "a" };
  const { path } = await call("POST", "api/contents", { type: "notebook" });
  await call("GET", `api/contents/${path}?content=0`);
  await call("PUT", `api/contents/${path}`, notebook);
  await call("PATCH", `api/contents/${path}`, { path: "A b.ipynb" });
  await call("POST", "api/contents", { copy_from: "A b.ipynb" });
  await call("PUT", "api/contents/n%C3%A4me.txt", file);
  const checkpoint = await call("POST", "api/contents/A%20b.ipynb/checkpoints");
  await call("POST", `api/contents/A%20b.ipynb/checkpoints/${checkpoint.id}`);
  await call("DELETE", `api/contents/A%20b.ipynb/checkpoints/${checkpoint.id}`);
  const python = { name: "python3" };
  const session = await call("POST", "api/sessions", {
    ...{ path: "A b.ipynb", name: "", type: "notebook", kernel: python },
  });
  await call("GET", `api/sessions/${session.id}`);
  await call("PATCH", `api/sessions/${session.id}`, { path: "c.ipynb" });
  await call("DELETE", `api/sessions/${session.id}`);
  const kernel = await call("POST", "api/kernels", python);
  await call("GET", `api/kernels/${kernel.id}`);
  await call("POST", `api/kernels/${kernel.id}/interrupt`);
  await call("POST", `api/kernels/${kernel.id}/restart`);
  await call("DELETE", `api/kernels/${kernel.id}`);
  const terminal = await call("POST", "api/terminals");
  await call("GET", `api/terminals/${terminal.name}`);
  await call("DELETE", `api/terminals/${terminal.name}`);
  await call("DELETE", "api/contents/n%C3%A4me.txt");
}

/** Events without times, and with the same names for ids that are made up, in the order in which they appear. */
async function comparable(log: string): Promise<string[]> {
  const ids = new Map<string, string>();
  const events = await readEvents(log);
  return events
    .filter(({ __schema__: id }) => String(id).startsWith(ours))
    .map(({ __timestamp__: _, requester, ...event }) => {
      // Each server has its own name for whoever has its token.
      const known = requester === undefined ? {} : { requester: requester === "" ? "nobody" : "somebody" };
      return JSON.stringify({ ...event, ...known }).replace(
        /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g,
        (id) => ids.get(id) ?? ids.set(id, `id ${ids.size}`).get(id)!,
      );
    });
}

test("the same calls give the same events of the server and of the gateway before Jupyter's", async () => {
  const { server, log } = await startLabServer();
  await work(caller(server.url, server.token));
  expect(await server.stop()).toBe(0);

  const jupyter = await startJupyter(inject("python"), temporaryFolder(), ["jupyter_server_terminals"]);
  onTestFinished(() => jupyter.stop());
  const gateway = await startGatewayServer(configuration, `http://127.0.0.1:${jupyter.port}/`);
  await work(caller(gateway.url, jupyter.token));
  expect(await gateway.stop()).toBe(0);

  const [own, seen] = [await comparable(log), await comparable(gateway.log)];
  expect(own.length).toBeGreaterThan(20);
  expect(seen).toEqual(own);
}, 120_000);
