import type { JsonValue } from "../json-value.js";
import type { PolicyNode } from "../policy/policy-node.js";
import { quote } from "./line-text.js";
import type { Member } from "./member.js";
import { ObjectWriter } from "./object-writer.js";
import { compileObject } from "./shape.js";
import { type MembersOf, Shapes } from "./shapes.js";
import { freeWriter, type Output, type ValueWriter, writeArray, writeNumber } from "./value-writers.js";

/** Makes the writers of the places of an event, each place once, so that schemas may refer to themselves. */
export class PlaceWriters {
  readonly output: Output = { text: "", redacted: null, depth: 0 };
  /** Writers keep to the rules of their places, so that nothing is left to be validated. */
  readonly #ruled: boolean;
  readonly #anything: ValueWriter;
  readonly #underPolicy = new Map<PolicyNode, Member>();
  readonly #whole = new Map<PolicyNode, Member>();

  /** @param ruled whether every place has a rule, and the writers are to see to it that values keep to them */
  constructor(ruled: boolean) {
    this.#ruled = ruled;
    this.#anything = freeWriter(this.output);
  }

  /** What becomes of what stands at a place. */
  memberAt(node: PolicyNode): Member {
    if (node.withheld) return this.withheld(node);
    let member = this.#underPolicy.get(node);
    if (member === undefined) {
      const write = node.free
        ? this.whole(node).write
        : this.#writerOf(node, !this.#ruled, (below) => this.memberAt(below));
      member = { fate: node.free ? "free" : "partial", write, rule: this.#ruleOf(node) };
      this.#underPolicy.set(node, member);
    }
    return member;
  }

  /** What is written whole, whatever policy says of what is inside. */
  whole(node: PolicyNode): Member {
    let member = this.#whole.get(node);
    if (member === undefined) {
      const write = this.#isAnything(node)
        ? this.#anything
        : this.#writerOf(node, false, (below) => this.whole(below));
      member = { fate: "free", write, rule: this.#ruleOf(node) };
      this.#whole.set(node, member);
    }
    return member;
  }

  /** What is not written; it is looked at all the same, as it must be valid. */
  withheld(node: PolicyNode): Member {
    return { fate: "withheld", write: this.whole(node).write, rule: this.#ruleOf(node) };
  }

  /** What becomes of the members of objects at a place: a function of their keys. */
  membersOf(node: PolicyNode, memberOf: (name: string) => Member | undefined): MembersOf {
    return (keys) => {
      if (this.#ruled && !admits(node, keys)) return undefined;
      const members = keys.map(memberOf).filter((member) => member !== undefined);
      return members.length === keys.length ? members : undefined;
    };
  }

  #ruleOf(node: PolicyNode): Member["rule"] {
    return this.#ruled ? node.rule : undefined;
  }

  /** Without declared members there is no sequence of keys to expect, nor anything to withhold. */
  #isAnything(node: PolicyNode): boolean {
    if (node.declaresMembers || node.declaresItems) return false;
    return !this.#ruled || node.takesAnything;
  }

  #writerOf(node: PolicyNode, byPosition: boolean, memberAt: (below: PolicyNode) => Member): ValueWriter {
    const { output } = this;
    const membersOf = this.membersOf(node, (name) => memberAt(node.property(name)));
    const objects = new ObjectWriter(
      output,
      new Shapes(membersOf, (keys, members) => compileObject(keys, members, output, this.#ruled)),
    );
    const single = this.#primitiveWriter(node);
    // Where policy looks at each position of a tuple; a tuple has no rule.
    const writeItems = byPosition
      ? (value: unknown[]) => this.#writeTuple(node, value)
      : (value: unknown[]) => this.#writeItems(memberAt(node.item(value.length)), value);
    return (value) => {
      if (typeof value !== "object" || value === null) return single(value);
      if (!Array.isArray(value)) return this.#takes(node, "object") ? objects.write(value) : undefined;
      if (!this.#takes(node, "array")) return undefined;
      return writeItems(value);
    };
  }

  #takes(node: PolicyNode, type: "object" | "array"): boolean {
    return !this.#ruled || node.rule?.types.has(type) === true;
  }

  #primitiveWriter(node: PolicyNode): ValueWriter {
    const { output } = this;
    const anything = this.#anything;
    const rule = this.#ruleOf(node);
    if (rule === undefined) {
      return (value) => {
        const copy = anything(value);
        if (copy !== undefined) output.redacted = copy;
        return copy;
      };
    }
    const { types, texts } = rule;
    return (value) => {
      switch (typeof value) {
        case "string":
          if (!types.has("string") || texts?.has(value) === false) return undefined;
          output.text = quote(value);
          return value;
        case "number":
          if (!types.has("number") && !(types.has("integer") && Number.isInteger(value))) return undefined;
          return writeNumber(value, output);
        case "boolean":
          return types.has("boolean") ? anything(value) : undefined;
        default:
          return value === null && types.has("null") ? anything(value) : undefined;
      }
    };
  }

  #writeItems({ fate, write }: Member, value: unknown[]): JsonValue[] | undefined {
    if (fate !== "withheld") return writeArray(value, write, this.output);
    const { output } = this;
    const withhold: ValueWriter = (item) => {
      if (write(item) === undefined) return undefined;
      output.text = "null";
      return null;
    };
    return writeArray(value, withhold, output);
  }

  /** Writes an array of which something is withheld and which is still to be validated. */
  #writeTuple(node: PolicyNode, value: unknown[]): JsonValue[] | undefined {
    const { output } = this;
    const redacted: JsonValue[] = [];
    let index = 0;
    const writeItem: ValueWriter = (item) => {
      const { fate, write } = this.memberAt(node.item(index++));
      const copy = write(item);
      if (fate === "withheld") output.text = "null";
      redacted.push(fate === "free" ? (copy ?? null) : fate === "withheld" ? null : output.redacted);
      return copy;
    };
    const copy = writeArray(value, writeItem, output);
    output.redacted = redacted;
    return copy;
  }
}

/** Whether an object with these keys, and no others, has all it must have and nothing it must not. */
function admits(node: PolicyNode, keys: readonly string[]): boolean {
  const { required, closed } = node.rule ?? { required: [], closed: true };
  return (
    required.every((name) => keys.includes(name)) && (!closed || keys.every((name) => node.declares(name)))
  );
}
