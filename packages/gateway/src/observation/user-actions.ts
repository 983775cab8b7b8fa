import type { Observation } from "@daybook/notebook-events";
import type { Identity } from "../identity/identity.js";
import type { Place } from "../places/place.js";
import type { Schema } from "./watched-routes.js";

/** The schema of what a user did, on whose server. Only the gateway records it. */
export const userActions: Schema = ["daybook/user-actions", 1];

/** What kind of thing an event is about, by its schema. Of two schemas for the same action one is enough. */
const kinds: ReadonlyMap<string, string> = new Map([
  ["eventlogging.jupyter.org/jupyter_server/contentsmanager-actions", "contents"],
  ["eventlogging.jupyter.org/jupyter_server/checkpoint-actions", "checkpoint"],
  ["eventlogging.jupyter.org/jupyter_server/kernel-actions", "kernel"],
  ["eventlogging.jupyter.org/jupyter_server/session-actions", "session"],
  ["eventlogging.jupyter.org/jupyter_server/terminal-actions", "terminal"],
]);

/** An observed action once more, with who did it on whose server: most schemas have no place for that. */
export function userActionOf(
  { schema, event }: Observation,
  { owner }: Place,
  sender: Identity | undefined,
): Observation | undefined {
  const kind = kinds.get(schema);
  if (kind === undefined) return undefined;
  const about = (kind === "session" ? event.session : event) as Record<string, unknown>;
  const told = ["path", "source_path", "id"].filter((name) => about[name] !== undefined);
  const [id, version] = userActions;
  return {
    schema: id,
    version,
    event: {
      kind,
      action: event.action,
      username: sender?.username ?? "",
      confirmed_by: sender?.source ?? "nobody",
      ...(owner === undefined ? {} : { owner: owner.username, servername: owner.serverName }),
      ...Object.fromEntries(told.map((name) => [name, about[name]])),
    },
  };
}
