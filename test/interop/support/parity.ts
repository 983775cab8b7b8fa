import { inject, onTestFinished } from "vitest";
import { readEvents } from "../../support/recorded-events.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { startGatewayServer } from "./gateway-server.js";
import { startLabServer } from "./lab-server.js";
import { startJupyter } from "./servers.js";

const jupyter = "eventlogging.jupyter.org/jupyter_server";
const contents = "https://events.jupyter.org/jupyter_server/contents_service/v1";
const schemas = [
  contents,
  ...["contentsmanager", "checkpoint", "kernel", "session", "terminal"].map(
    (kind) => `${jupyter}/${kind}-actions`,
  ),
  ...["kernel-executions", "file-transfers", "authentications"].map((name) => `daybook/${name}`),
];
const everything = "{ allowed_categories: [personally-identifiable-information, executed-code] }";
const configuration = `
EventLog:
  handlers: [{ class: FileHandler, filename: event.log }]
  allowed_schemas:
${schemas.map((id) => `    ${id}: ${id === contents ? "{}" : everything}`).join("\n")}
`;

/** One of the two servers that the same is done on. */
export interface ParitySide {
  readonly url: string;
  readonly token: string;
  /** A call that has to succeed. @returns the JSON it answers */
  call(method: string, path: string, body?: object): Promise<Record<string, unknown>>;
}

/** Does the same on a server of ours and, through a gateway, on Jupyter's. @returns what the two logs have */
export async function logsOf(work: (side: ParitySide) => Promise<void>) {
  const { server, log } = await startLabServer({
    "daybook.yaml": `${configuration}ServerApp: { root_dir: notebooks }\n`,
  });
  await work(sideOf(server.url, server.token));
  await server.stop();

  const behind = await startJupyter(inject("python"), temporaryFolder(), ["jupyter_server_terminals"]);
  onTestFinished(() => behind.stop());
  const gateway = await startGatewayServer(configuration, `http://127.0.0.1:${behind.port}/`);
  await work(sideOf(gateway.url, behind.token));
  await gateway.stop();
  return { server: comparable(await readEvents(log)), gateway: comparable(await readEvents(gateway.log)) };
}

function sideOf(url: string, token: string): ParitySide {
  return {
    url,
    token,
    call: async (method, path, body) => {
      const answer = await fetch(url + path, {
        method,
        headers: { Authorization: `token ${token}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return text === "" || !answer.headers.get("content-type")?.includes("json") ? {} : JSON.parse(text);
    },
  };
}

const times: ReadonlySet<string> = new Set(["__timestamp__", "start_time", "duration"]);
/** Each server has its own name for whoever has its token. */
const people: ReadonlySet<string> = new Set(["requester", "username"]);
const madeUpId = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;

/**
 * The events of each schema that was allowed, as text without times, and with the same names for ids that are made up, in the
 * order in which they appear. What different schemas tell of one call has no order.
 */
function comparable(events: readonly Record<string, unknown>[]): Record<string, string[]> {
  const ids = new Map<string, string>();
  const numbered = (id: string): string => {
    if (!ids.has(id)) ids.set(id, `id ${ids.size + 1}`);
    return ids.get(id) as string;
  };
  const plain = (name: string, value: unknown): unknown => {
    if (times.has(name)) return undefined;
    return people.has(name) && typeof value === "string" && value !== "" ? "somebody" : value;
  };
  return Object.fromEntries(
    schemas.map((schema) => [
      schema,
      events
        .filter(({ __schema__: id }) => id === schema)
        .map((event) => JSON.stringify(event, plain).replace(madeUpId, numbered)),
    ]),
  );
}
