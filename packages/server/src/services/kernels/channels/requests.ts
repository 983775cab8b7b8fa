/** How many requests of a kernel's clients may wait for its answer. */
const maxWaiting = 10_000;
/** How many messages that get no answer are remembered: the kernel may ask a person something because of one. */
const maxOthers = 1_000;

/**
 * Whose requests a kernel is at. All clients share the sockets of a kernel; who is answered is told by the id of the
 * request, which stands in the answer as its parent.
 */
export class Requests<Owner> {
  readonly #waiting = new Map<string, { owner: Owner; count: number }>();
  readonly #others = new Map<string, Owner>();

  /** @returns false where too many wait already: it is not to be sent */
  add(id: string, type: string, owner: Owner): boolean {
    if (!type.endsWith("_request")) {
      this.#others.delete(id);
      this.#others.set(id, owner);
      if (this.#others.size > maxOthers) deleteOldest(this.#others);
      return true;
    }
    if (this.#waiting.size >= maxWaiting) return false;
    // Nothing keeps a client from using an id twice.
    const count = (this.#waiting.get(id)?.count ?? 0) + 1;
    this.#waiting.set(id, { owner, count });
    return true;
  }

  /** Whom a message of the kernel is for. A reply is the last word on its request. */
  ownerOf(id: string, type: string): Owner | undefined {
    const request = this.#waiting.get(id);
    if (request === undefined) return this.#others.get(id);
    if (type.endsWith("_reply") && --request.count === 0) this.#waiting.delete(id);
    return request.owner;
  }

  /** Forgets those of somebody who will not come back. */
  forget(owner: Owner): void {
    for (const [id, request] of this.#waiting) if (request.owner === owner) this.#waiting.delete(id);
    for (const [id, other] of this.#others) if (other === owner) this.#others.delete(id);
  }

  /** Forgets all: no answer comes any more. */
  clear(): void {
    this.#waiting.clear();
    this.#others.clear();
  }
}

function deleteOldest(map: Map<string, unknown>): void {
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
