import { SchemaError } from "../errors.js";
import { isObject } from "../json-value.js";
import { childSchemas, type SchemaObject, walkSchemas } from "./keywords.js";
import { below, pointerTo } from "./pointer.js";

/**
 * Finds what the `$ref`s of one schema document point to. Ajv resolves them too, but does not tell what it found, and
 * categories have to be followed through them. Only places inside the document can be meant: nothing is fetched.
 */
export class References {
  /** Whether `prefixItems` means something in the document's dialect; in draft-07 it is no keyword. */
  readonly knowsPrefixItems: boolean;
  readonly #document: SchemaObject;
  readonly #bases = new Map<SchemaObject, string>();
  readonly #targets = new Map<string, SchemaObject>();
  readonly #dynamic = new Map<string, SchemaObject[]>();
  readonly #named = new Map<string, Set<SchemaObject>>();
  #schemas: ReadonlySet<SchemaObject> | undefined;

  constructor(document: SchemaObject) {
    this.knowsPrefixItems = String(document.$schema).includes("2020-12");
    this.#document = document;
    this.#index(document, "");
  }

  /**
   * The schemas that the references of a schema point to.
   *
   * @throws {SchemaError} for one that points to nothing in the document
   */
  follow(schema: SchemaObject): SchemaObject[] {
    const found: SchemaObject[] = [];
    for (const keyword of ["$ref", "$dynamicRef"] as const) {
      const reference = schema[keyword];
      if (typeof reference !== "string") continue;
      const target = this.target(schema, keyword);
      if (isObject(target)) found.push(target);
      // What a dynamic reference means is settled while validating; any of its anchors may be meant.
      if (keyword === "$dynamicRef") found.push(...(this.#dynamic.get(fragmentOf(reference)) ?? []));
    }
    return found;
  }

  /**
   * What a reference of a schema points to: a schema, `true` or `false`.
   *
   * @throws {SchemaError} where that is nothing in the document
   */
  target(schema: SchemaObject, keyword: "$ref" | "$dynamicRef"): SchemaObject | boolean {
    return this.#resolve(schema, keyword);
  }

  /**
   * Every schema of the document, the document first; also those that only a reference leads to, where no keyword does.
   *
   * @throws {SchemaError} for a reference to nothing
   */
  get schemas(): ReadonlySet<SchemaObject> {
    this.#schemas ??= this.#reach();
    return this.#schemas;
  }

  /** How many schemas of the document have the name that a keyword (`$id`, `$anchor`) gives to one of them. */
  countNamedAs(schema: SchemaObject, keyword: string): number {
    const base = this.#bases.get(schema) ?? "";
    const name = String(schema[keyword]);
    // The base of a schema is its own `$id` already.
    const uri = keyword === "$id" ? (name.startsWith("#") ? base + name : base) : `${base}#${name}`;
    return this.#named.get(uri)?.size ?? 0;
  }

  /** Where a schema of the document stands, or something in it, as a JSON Pointer: for errors. */
  placeOf(schema: SchemaObject, ...names: readonly string[]): string | undefined {
    const place = pointerTo(this.#document, schema);
    return place === undefined ? undefined : below(place, ...names);
  }

  #reach(): ReadonlySet<SchemaObject> {
    const reached = new Set(walkSchemas(this.#document));
    for (const schema of reached) {
      for (const target of this.follow(schema)) {
        if (!reached.has(target)) for (const more of walkSchemas(target)) reached.add(more);
      }
    }
    return reached;
  }

  #index(schema: SchemaObject, outerBase: string): void {
    if (this.#bases.has(schema)) return;
    let base = outerBase;
    const id = schema.$id;
    if (typeof id === "string") {
      if (id.startsWith("#")) {
        this.#name(base + id, schema);
      } else {
        base = resolveUri(outerBase, id);
        this.#name(base, schema);
      }
    }
    this.#bases.set(schema, base);
    for (const keyword of ["$anchor", "$dynamicAnchor"]) {
      const anchor = schema[keyword];
      if (typeof anchor !== "string") continue;
      this.#name(`${base}#${anchor}`, schema);
      if (keyword === "$dynamicAnchor")
        this.#dynamic.set(anchor, [...(this.#dynamic.get(anchor) ?? []), schema]);
    }
    for (const child of childSchemas(schema)) this.#index(child, base);
  }

  #name(uri: string, schema: SchemaObject): void {
    this.#targets.set(uri, schema);
    const named = this.#named.get(uri);
    if (named === undefined) this.#named.set(uri, new Set([schema]));
    else named.add(schema);
  }

  #resolve(schema: SchemaObject, keyword: string): SchemaObject | boolean {
    const reference = schema[keyword] as string;
    const base = this.#bases.get(schema) ?? "";
    const absolute = resolveUri(base, reference);
    const [resource = "", fragment = ""] = absolute.split("#", 2);
    const whole = resource === "" ? this.#document : this.#targets.get(resource);
    if (whole !== undefined) {
      if (fragment === "") return whole;
      const target = fragment.startsWith("/")
        ? pointTo(whole, fragment)
        : this.#targets.get(`${resource}#${fragment}`);
      if (isObject(target)) {
        // A pointer may lead to where no keyword does, and what stands there may refer to more.
        this.#index(target, resource);
        return target;
      }
      if (typeof target === "boolean") return target;
    }
    throw new SchemaError(
      `${keyword} "${reference}" points to nothing in this schema. References reach only places in the same file: nothing is fetched`,
      { place: this.placeOf(schema, keyword) },
    );
  }
}

function fragmentOf(reference: string): string {
  return reference.split("#", 2)[1] ?? "";
}

/** Schema ids in this field are often no full URIs (`hub.jupyter.org/server-action`), so both kinds are resolved. */
function resolveUri(base: string, reference: string): string {
  if (reference === "" || reference === "#") return withoutFragment(base);
  if (reference.startsWith("#")) return withoutFragment(base) + reference;
  const standIn = "daybook:/";
  const href = tryUrl(reference, base.includes(":") ? base : standIn + base);
  const plain = href.startsWith(standIn) ? href.slice(standIn.length) : href;
  return plain.endsWith("#") ? plain.slice(0, -1) : plain;
}

function tryUrl(reference: string, base: string): string {
  try {
    return new URL(reference, base).href;
  } catch {
    return reference;
  }
}

function withoutFragment(uri: string): string {
  return uri.split("#", 1)[0] ?? "";
}

function pointTo(document: unknown, pointer: string): unknown {
  let place: unknown = document;
  for (const part of pointer.slice(1).split("/")) {
    const key = decodePart(part);
    if (typeof place !== "object" || place === null || !Object.hasOwn(place, key)) return undefined;
    place = (place as Record<string, unknown>)[key];
  }
  return place;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    return part;
  }
}
