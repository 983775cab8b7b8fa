import type { Execution } from "./execution.js";

/** How much may wait for a kernel's answer before the oldest is given up. */
export interface WaitingLimits {
  readonly executions: number;
  /** Bytes of code, in all executions together. */
  readonly codeBytes: number;
}

/** The executions of a kernel that wait for its answer, by the id of their request, the oldest first. */
export class WaitingExecutions {
  readonly #limits: WaitingLimits;
  /** Clients make the ids: two requests may have the same one, and are answered in their turn. */
  readonly #byId = new Map<string, Execution[]>();
  #count = 0;
  #codeBytes = 0;

  constructor(limits: WaitingLimits) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#count;
  }

  add(id: string, execution: Execution): void {
    const others = this.#byId.get(id);
    if (others === undefined) this.#byId.set(id, [execution]);
    else others.push(execution);
    this.#count++;
    this.#codeBytes += bytesOf(execution);
  }

  /** The one that the kernel is at, of those with an id. */
  get(id: string): Execution | undefined {
    return this.#byId.get(id)?.[0];
  }

  take(id: string): Execution | undefined {
    const executions = this.#byId.get(id);
    const execution = executions?.shift();
    if (execution === undefined) return undefined;
    if (executions?.length === 0) this.#byId.delete(id);
    this.#count--;
    this.#codeBytes -= bytesOf(execution);
    return execution;
  }

  /** Takes the oldest where there are more than the limits allow, or all. */
  takeOldest(all = false): { id: string; execution: Execution } | undefined {
    const { executions, codeBytes } = this.#limits;
    if (!all && this.#count <= executions && this.#codeBytes <= codeBytes) return undefined;
    for (const id of this.#byId.keys()) {
      const execution = this.take(id);
      if (execution !== undefined) return { id, execution };
    }
    return undefined;
  }
}

function bytesOf({ request }: Execution): number {
  return request.code === undefined ? 0 : request.length;
}
