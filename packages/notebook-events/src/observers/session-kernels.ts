import { apiRoute } from "./api-route.js";
import { bodyProperty, bodyText, type Exchange } from "./exchange.js";
import { managerAction } from "./kernel-manager-action.js";
import type { Observation, Observer } from "./observer.js";

/** A kernel as the model of a session has it. */
interface SessionKernel {
  readonly id: string;
  readonly name: string | undefined;
}

/**
 * Kernels that are started for a session, or end with it: most kernels of a front end. Jupyter's kernel manager has
 * events for them, and they are recorded at its id. What a session was before is the exchange's `priorState`.
 *
 * @example
 * const session = { id: "0c1b", path: "a.ipynb", kernel: { id: "5f0c", name: "python3" } };
 * sessionKernelsObserver.observe({ method: "DELETE", path: "api/sessions/0c1b", status: 204, priorState: session });
 * // one observation of { action: "shutdown", kernel_id: "5f0c", kernel_name: "python3", status: "success", .. }
 */
export const sessionKernelsObserver: Observer = {
  name: "kernels of sessions",
  observe(exchange: Exchange): Observation[] {
    const { started, ended } = changeOf(exchange);
    return [
      ...(started === undefined ? [] : managerAction(exchange, "start", started)),
      ...(ended === undefined ? [] : managerAction(exchange, "kill", ended)),
    ];
  },
};

function changeOf({ method, path, status, requestBody, responseBody, priorState }: Exchange): {
  readonly started?: SessionKernel | undefined;
  readonly ended?: SessionKernel | undefined;
} {
  const parts = apiRoute("sessions", path);
  if (parts === undefined || parts.length > 1 || parts[0] === "") return {};
  const before = kernelOf(priorState);
  const after = kernelOf(responseBody);
  const asked = bodyText(bodyProperty(requestBody, "kernel"), "id");
  // A session may also be given a kernel that runs already.
  const started = after?.id === before?.id || after?.id === asked ? undefined : after;
  const call = `${method} ${status}`;
  if (parts.length === 0) return call === "POST 201" ? { started } : {};
  if (call === "DELETE 204") return { ended: before };
  // Where nobody knows what was before, nothing tells a new kernel from an old one.
  if (call !== "PATCH 200" || before === undefined) return {};
  return { started, ended: after?.id === before.id ? undefined : before };
}

function kernelOf(session: unknown): SessionKernel | undefined {
  const kernel = bodyProperty(session, "kernel");
  const id = bodyText(kernel, "id");
  return id === undefined ? undefined : { id, name: bodyText(kernel, "name") };
}
