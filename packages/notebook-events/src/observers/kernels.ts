import { apiRoute } from "./api-route.js";
import { bodyText, type Exchange } from "./exchange.js";
import { kernelActions, type KernelActionName, managerAction } from "./kernel-manager-action.js";
import type { Observation, Observer } from "./observer.js";

/** A call on a kernel, or on the list of them, that asks for something to be done. */
interface KernelCall {
  readonly action: KernelActionName;
  /** Undefined for a start: the answer tells. */
  readonly id?: string;
}

/** Answers to somebody who may not do it, or for a kernel that is not there: nothing was tried. */
const nothingTried: readonly number[] = [401, 403, 404, 405];

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
    const { requestBody, responseBody, status } = exchange;
    const id = call.id ?? bodyText(responseBody, "id");
    const name = bodyText(responseBody, "name") ?? bodyText(requestBody, "name");
    if (status === kernelActions[action].success) {
      return id === undefined
        ? []
        : [kernelAction(action, id), ...managerAction(exchange, action, { id, name })];
    }
    const failed = status >= 400 && !nothingTried.includes(status);
    return failed ? managerAction(exchange, action, { id: call.id, name }) : [];
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

function kernelAction(action: KernelActionName, id: string): Observation {
  return {
    schema: "eventlogging.jupyter.org/jupyter_server/kernel-actions",
    version: 1,
    event: { action, id },
  };
}
