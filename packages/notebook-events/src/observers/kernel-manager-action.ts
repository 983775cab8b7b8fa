import { bodyText, type Exchange } from "./exchange.js";
import type { Observation } from "./observer.js";

/** How the two schemas call an action, what the answer's status is where it was done, and how a sentence ends. */
export const kernelActions = {
  get: { manager: undefined, success: 200, done: "" },
  start: { manager: "start", success: 201, done: "started" },
  restart: { manager: "restart", success: 200, done: "restarted" },
  interrupt: { manager: "interrupt", success: 204, done: "interrupted" },
  kill: { manager: "shutdown", success: 204, done: "shut down" },
} as const;

export type KernelActionName = keyof typeof kernelActions;

/** So much of a server's message is repeated: some servers answer with all that a program has printed. */
const longestMessage = 500;

/**
 * The event that Jupyter's kernel manager has a schema for, which takes failures too; none for a lookup.
 *
 * @param kernel what is known of it; its id is not where it never started
 */
export function managerAction(
  exchange: Exchange,
  called: KernelActionName,
  { id, name }: { readonly id: string | undefined; readonly name: string | undefined },
): Observation[] {
  const { manager: action, done } = kernelActions[called];
  if (action === undefined) return [];
  const { status } = exchange;
  const succeeded = status < 400;
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
