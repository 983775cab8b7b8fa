import type { JsonValue } from "../json-value.js";
import type { PolicyNode } from "../policy/policy-node.js";
import { quote } from "./line-text.js";
import { ObjectWriter } from "./object-writer.js";
import {
  freeWriter,
  type Member,
  type Output,
  type ValueWriter,
  writeArray,
  writePartialArray,
} from "./value-writers.js";

/** Longer lists are not worth the memory. */
const mostTexts = 64;

function textsOf({ listedStrings }: PolicyNode): ReadonlyMap<string, string> | undefined {
  if (listedStrings.length === 0 || listedStrings.length > mostTexts) return undefined;
  return new Map(listedStrings.map((text) => [text, quote(text)]));
}

/** Makes the writers of the places of an event, each place once, so that schemas may refer to themselves. */
export class PlaceWriters {
  readonly output: Output = { text: "", redacted: null, depth: 0 };
  /** Writes anything whole. */
  readonly whole: Member = { fate: "free", write: freeWriter(this.output) };
  /** A value that policy withholds; it is copied for validation all the same. */
  readonly withheld: Member = { fate: "withheld", write: this.whole.write };
  readonly #members = new Map<PolicyNode, Member>();

  /** What becomes of what stands at a place. */
  memberAt(node: PolicyNode): Member {
    if (node.withheld) return this.withheld;
    let member = this.#members.get(node);
    if (member === undefined) {
      member = { fate: node.free ? "free" : "partial", write: this.#writerOf(node), texts: textsOf(node) };
      this.#members.set(node, member);
    }
    return member;
  }

  #writerOf(node: PolicyNode): ValueWriter {
    // Without declared members there is no sequence of keys to expect, nor anything to withhold.
    if (node.free && !node.declaresMembers && !node.declaresItems) return this.whole.write;
    const { output, whole } = this;
    const objects = new ObjectWriter((name) => this.memberAt(node.property(name)), output);
    return (value) => {
      if (Array.isArray(value)) return this.#writeItems(node, value);
      if (typeof value === "object" && value !== null) return objects.write(value);
      const copy = whole.write(value);
      if (copy !== undefined) output.redacted = copy;
      return copy;
    };
  }

  #writeItems(node: PolicyNode, value: unknown[]): JsonValue[] | undefined {
    if (!node.free) return writePartialArray(value, (index) => this.memberAt(node.item(index)), this.output);
    // Nothing is withheld in any element, so one writer does for a tuple's too.
    return writeArray(value, this.memberAt(node.item(value.length)).write, this.output);
  }
}
