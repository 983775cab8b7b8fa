import type { Exchange } from "@daybook/notebook-events";

/** So many uploads in pieces are remembered that have begun and not ended; of one more, the last piece counts as a save. */
const mostUploads = 1000;

/**
 * Knows which uploads in pieces made a new file. Jupyter's server writes the first piece in place, so that by its answers
 * only that one makes a file, and the last one, with which the file is whole, is put over one that exists.
 */
export class NewUploads {
  readonly #begun = new Set<string>();

  /** @returns the call as a server answers it that puts a file in place when it is whole */
  settle(baseUrl: string, exchange: Exchange): Exchange {
    const { method, path, status, requestBody } = exchange;
    const chunk = method === "PUT" ? (requestBody as { chunk?: unknown } | undefined)?.chunk : undefined;
    if (typeof chunk !== "number" || status >= 300) return exchange;
    const key = `${baseUrl}${path}`;
    if (chunk === 1) {
      this.#begun.delete(key);
      if (status === 201) this.#begun.add(key);
      if (this.#begun.size > mostUploads) this.#begun.delete(this.#begun.values().next().value as string);
    }
    return chunk === -1 && this.#begun.delete(key) ? { ...exchange, status: 201 } : exchange;
  }
}
