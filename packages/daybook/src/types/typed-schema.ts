import { isObject, References, type SchemaObject } from "@daybook/eventlog";
import { allTypes, type JsonType, typeOfJson } from "./json-type.js";
import { listedValues, plainReferences, possibleTypes } from "./possible-types.js";

/** A schema in the few keywords that have a counterpart in TypeScript and mean the same in every dialect. */
export type TypedSchema = Readonly<Record<string, unknown>>;

const anything: TypedSchema = { tsType: "unknown" };
const nothing: TypedSchema = { tsType: "never" };
/** Members of any name: with `unknown` instead, TypeScript would refuse objects of an interface. */
const anyMember: TypedSchema = { tsType: "any" };

/**
 * Rewrites an event schema for the generator of types: in it each place says no more than TypeScript can say, and where
 * TypeScript cannot say what the schema does, the type takes more events and not fewer. References are kept, as a
 * schema may refer to itself.
 *
 * @param nameOf gives a part that is referred to a name of its own
 */
export function typedSchema(document: SchemaObject, nameOf: (wanted: string) => string): TypedSchema {
  return new TypedSchemaWriter(document, nameOf).write();
}

class TypedSchemaWriter {
  readonly #document: SchemaObject;
  readonly #references: References;
  readonly #nameOf: (wanted: string) => string;
  readonly #definitions: Record<string, TypedSchema> = {};
  readonly #names = new Map<SchemaObject, Map<string, string>>();

  constructor(document: SchemaObject, nameOf: (wanted: string) => string) {
    this.#document = document;
    this.#references = new References(document);
    this.#nameOf = nameOf;
  }

  write(): TypedSchema {
    // Events are objects, whether the schema says so or not.
    const event = this.#typed(this.#document, allTypes, ["object"]);
    return { ...event, definitions: this.#definitions };
  }

  /** @param outer what the schemas around it admit, of which it need not speak again */
  #typed(schema: unknown, outer: readonly JsonType[], among = outer): TypedSchema {
    if (schema === false) return nothing;
    if (!isObject(schema)) return anything;
    const types = possibleTypes(schema, this.#references, among);
    if (types.length === 0) return nothing;
    const parts = [
      this.#own(schema, types, outer),
      ...plainReferences(schema, this.#references).map((target) => this.#reference(schema, target, types)),
      ...list(schema.allOf).map((each) => this.#typed(each, types)),
      this.#branches(list(schema.anyOf), types),
      this.#branches(list(schema.oneOf), types),
    ].filter((part) => !isAnything(part));
    return described(schema, together(parts));
  }

  /** What the schema says without the schemas in it that look at the same value. */
  #own(schema: SchemaObject, types: readonly JsonType[], outer: readonly JsonType[]): TypedSchema {
    const values = listedValues(schema)?.filter((value) => types.includes(typeOfJson(value)));
    if (values !== undefined) return oneOf(values);
    const shapes = types.map((type) => this.#shape(schema, type));
    if (types.length === outer.length && shapes.every(({ says }) => !says)) return anything;
    return either(shapes.map(({ typed }) => typed));
  }

  /** @returns what the schema is for values of a type, and whether it says anything of them */
  #shape(schema: SchemaObject, type: JsonType): { readonly typed: TypedSchema; readonly says: boolean } {
    if (type === "object") {
      const says = objectKeywords.some((keyword) => Object.hasOwn(schema, keyword));
      return { typed: this.#object(schema), says };
    }
    if (type === "array") {
      const items = this.#items(schema);
      return { typed: { type, items }, says: !isAnything(items) };
    }
    return { typed: { type }, says: false };
  }

  #object(schema: SchemaObject): TypedSchema {
    const declared = isObject(schema.properties) ? schema.properties : {};
    const patterns = Object.entries(isObject(schema.patternProperties) ? schema.patternProperties : {});
    const others = schema.additionalProperties ?? true;
    const required = list(schema.required).filter((name) => typeof name === "string");
    const all = [...new Set([...Object.keys(declared), ...required])];
    const names = all.filter((name) => !unspeakable.includes(name));
    const member = (name: string): TypedSchema => {
      // TypeScript would compare what every object inherits.
      if (name in Object.prototype) return anyMember;
      const schemas = patterns
        .filter(([pattern]) => new RegExp(pattern, "u").test(name))
        .map(([, each]) => each);
      if (Object.hasOwn(declared, name)) schemas.unshift(declared[name]);
      if (schemas.length === 0) schemas.push(others);
      return together(schemas.map((each) => this.#typed(each, allTypes)).filter((each) => !isAnything(each)));
    };
    return {
      type: "object",
      properties: Object.fromEntries(names.map((name) => [name, member(name)])),
      required: required.filter((name) => names.includes(name)),
      additionalProperties: this.#otherMembers(
        all,
        patterns.map(([, each]) => each),
        others,
      ),
    };
  }

  /** An index signature of TypeScript speaks of all members, so that it is exact only where none has a name. */
  #otherMembers(
    names: readonly string[],
    patterns: readonly unknown[],
    others: unknown,
  ): TypedSchema | false {
    if (others === false && patterns.length === 0 && !names.some((name) => unspeakable.includes(name)))
      return false;
    if (names.length > 0) return anyMember;
    const typed = [...patterns, others].map((each) => this.#typed(each, allTypes));
    return typed.some(isAnything) ? anyMember : either(typed.filter((each) => !isNothing(each)));
  }

  /** An array may end before the places of a tuple do, so each of its elements may be any of them. */
  #items(schema: SchemaObject): TypedSchema {
    const isTuple = Array.isArray(schema.items);
    const tuple = this.#references.knowsPrefixItems ? list(schema.prefixItems) : list(schema.items);
    const rest = (isTuple ? schema.additionalItems : schema.items) ?? true;
    const typed = [...tuple, rest].map((each) => this.#typed(each, allTypes));
    return typed.some(isAnything) ? anything : either(typed.filter((each) => !isNothing(each)));
  }

  #branches(branches: readonly unknown[], types: readonly JsonType[]): TypedSchema {
    if (branches.length === 0) return anything;
    const typed = branches.map((branch) => this.#typed(branch, types));
    return typed.some(isAnything) ? anything : either(typed.filter((each) => !isNothing(each)));
  }

  /** The same part may stand where different types are possible, and is then two types. */
  #reference(schema: SchemaObject, target: SchemaObject, types: readonly JsonType[]): TypedSchema {
    if (target === this.#document) return { $ref: "#" };
    const known = this.#names.get(target) ?? new Map<string, string>();
    this.#names.set(target, known);
    const key = types.join();
    let name = known.get(key);
    if (name === undefined) {
      name = this.#nameOf(String(schema.$ref).split(/[#/]/).at(-1) ?? "");
      known.set(key, name);
      this.#definitions[name] = this.#typed(target, allTypes, types);
    }
    return { $ref: `#/definitions/${name}` };
  }
}

/** The generator stumbles over these names; properties of them may hold anything. */
const unspeakable = ["__proto__", "hasOwnProperty"];

const objectKeywords = ["properties", "patternProperties", "additionalProperties", "required"];

function oneOf(values: readonly unknown[]): TypedSchema {
  if (values.length === 0) return nothing;
  // What JSON writes is a type too. The generator would take objects for schemas.
  const isSimple = values.every((value) => typeof value !== "object" || value === null);
  return isSimple ? { enum: values } : { tsType: values.map((value) => JSON.stringify(value)).join(" | ") };
}

function isAnything(typed: TypedSchema): boolean {
  return typed.tsType === anything.tsType;
}

function isNothing(typed: TypedSchema): boolean {
  return typed.tsType === nothing.tsType;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function together(parts: readonly TypedSchema[]): TypedSchema {
  if (parts.some(isNothing)) return nothing;
  return parts.length > 1 ? { allOf: parts } : (parts[0] ?? anything);
}

function either(branches: readonly TypedSchema[]): TypedSchema {
  return branches.length > 1 ? { anyOf: branches } : (branches[0] ?? nothing);
}

/** What an editor shows. A reference cannot carry it, and a type of its own has its own words. */
function described({ description, deprecated }: SchemaObject, typed: TypedSchema): TypedSchema {
  if (typed.$ref !== undefined) return typed;
  return {
    ...typed,
    ...(typeof description === "string" && { description: description.trim() }),
    ...(deprecated === true && { deprecated }),
  };
}
