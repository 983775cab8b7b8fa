import { apiRoute } from "./api-route.js";
import { bodyText, type Exchange } from "./exchange.js";
import type { Observation, Observer } from "./observer.js";

/** A call on a kernel, or on the list of them, that asks for something to be done. */
interface KernelCall {
  readonly action: "get" | "start" | "restart" | "interrupt" | "kill";
  /** Undefined for a start: the answer tells. */
  readonly id?: string;
}

/** How the two schemas call an action, what the answer's status is where it was done, and how a sentence ends. */
const actions = {
  get: { manager: undefined, success: 200, done: "" },
  start: { manager: "start", success: 201, done: "started" },
  restart: { manager: "restart", success: 200, done: "restarted" },
  interrupt: { manager: "interrupt", success: 204, done: "interrupted" },
  kill: { manager: "shutdown", success: 204, done: "shut down" },
} as const;

/** Answers to somebody who may not do it, or for a kernel that is not there: nothing was tried. */
const nothingTried: readonly number[] = [401, 403, 404, 405];

/** So much of a server's message is repeated: some servers answer with all that a program has printed. */
const longestMessage = 500;

/**
 * Calls of the kernels API: get, start, restart, interrupt, kill. Each but `get` gives two events when it succeeds, one
 * for each schema, and one when it fails, as only one of the schemas has failures.
 *
 * @example
 * kernelsObserver.observe({ method: "DELETE", path: "api/kernels/5f0c6a52-8f0e-4d0e-9d0c-3f3c8a5c9b1e", status: 204 });
 * // one observation of { action: "kill", id }, and one of { action: "shutdown", kernel_id, status: "success", .. }
 */
export const kernelsObserver: Observer = {
  name: "kernels",
  observe(exchange: Exchange): Observation[] {
    const call = callOf(exchange);
    if (call === undefined) return [];
    const { action } = call;
    const id = call.id ?? bodyText(exchange.responseBody, "id");
    if (exchange.status === actions[action].success) {
      return id === undefined ? [] : [kernelAction(action, id), ...managerAction(exchange, action, id)];
    }
    const failed = exchange.status >= 400 && !nothingTried.includes(exchange.status);
    return failed ? managerAction(exchange, action, call.id) : [];
  },
};

function callOf({ method, path }: Exchange): KernelCall | undefined {
  const parts = apiRoute("kernels", path);
  if (parts === undefined) return undefined;
  const [id, subresource] = parts;
  if (id === undefined) return method === "POST" ? { action: "start" } : undefined;
  if (id === "" || parts.length > 2) return undefined;
  if (subresource === undefined) {
    if (method === "GET") return { action: "get", id };
    return method === "DELETE" ? { action: "kill", id } : undefined;
  }
  if (method !== "POST" || (subresource !== "restart" && subresource !== "interrupt")) return undefined;
  return { action: subresource, id };
}

function kernelAction(action: KernelCall["action"], id: string): Observation {
  return {
    schema: "eventlogging.jupyter.org/jupyter_server/kernel-actions",
    version: 1,
    event: { action, id },
  };
}

/** The event that Jupyter's kernel manager has a schema for, which takes failures too. */
function managerAction(
  exchange: Exchange,
  called: KernelCall["action"],
  id: string | undefined,
): Observation[] {
  const { manager: action, success, done } = actions[called];
  if (action === undefined) return [];
  const { status, requestBody, responseBody } = exchange;
  const name = bodyText(responseBody, "name") ?? bodyText(requestBody, "name");
  const succeeded = status === success;
  const kernel = id === undefined ? "A kernel" : `Kernel ${id}`;
  return [
    {
      schema: "https://events.jupyter.org/jupyter_server/kernel_actions/v1",
      version: "1",
      event: {
        action,
        ...(id === undefined ? {} : { kernel_id: id }),
        ...(name === undefined ? {} : { kernel_name: name }),
        status: succeeded ? "success" : "error",
        status_code: status,
        msg: succeeded ? `${kernel} was ${done}.` : `${kernel} was not ${done}: ${reasonOf(exchange)}`,
      },
    },
  ];
}

function reasonOf({ status, responseBody }: Exchange): string {
  const message = bodyText(responseBody, "message");
  return message ? message.slice(0, longestMessage) : `the server answered ${status}.`;
}
