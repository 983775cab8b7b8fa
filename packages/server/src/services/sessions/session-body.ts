import { isObject } from "@daybook/eventlog";
import type { FastifyRequest } from "fastify";
import { serverError } from "../../errors.js";
import { optionalString, readJsonObject } from "../../http/json-object.js";
import type { SessionLabels } from "./session.js";

/** Which kernel a session is to have: a running one, or a new one of a kernelspec. */
export interface WantedKernel {
  readonly id?: string;
  readonly name?: string;
}

/** What a client says of a session: of one that exists, only what is to change. */
export interface SessionBody {
  readonly labels: Partial<SessionLabels>;
  readonly kernel: WantedKernel;
}

/** Reads the body of POST and PATCH. @throws {ServerError} `bad-request`, `not-json` */
export function readSessionBody(request: FastifyRequest): SessionBody {
  if (!Buffer.isBuffer(request.body) || request.body.length === 0)
    throw serverError("bad-request", "No JSON data provided");
  const body = readJsonObject(request);
  const labels = texts(body, ["path", "name", "type"]);
  // A kernel is told it in a variable of its environment, which ends with one.
  if (labels.name?.includes("\0")) throw serverError("bad-request", "'name' may not contain NUL characters");
  return {
    labels: { ...labels, ...oldLabels(member(body, "notebook")) },
    kernel: texts(member(body, "kernel") ?? {}, ["id", "name"]),
  };
}

/** What clients that know no sessions but those of notebooks send. */
function oldLabels(notebook: Record<string, unknown> | undefined): Partial<SessionLabels> {
  if (notebook === undefined) return {};
  const { path } = texts(notebook, ["path"]);
  return path === undefined ? {} : { path, type: "notebook" };
}

function member(body: Record<string, unknown>, name: string): Record<string, unknown> | undefined {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw serverError("bad-request", `'${name}' must be a JSON object`);
  return value;
}

/** Those of some fields that are there. */
function texts<Name extends string>(
  body: Record<string, unknown>,
  names: readonly Name[],
): { readonly [name in Name]?: string } {
  const present = names.flatMap((name) => {
    const value = optionalString(body, name);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(present);
}
