import { capsuleNames } from "../capsule.js";
import { type EventViolation, InvalidEventError, SchemaError } from "../errors.js";
import { copyJson, isObject, type JsonObject } from "../json-value.js";
import { usesCategories } from "./categories.js";
import { compileValidator, type Validator } from "./dialects.js";
import { EventPlace } from "./event-place.js";
import type { SchemaObject } from "./keywords.js";
import { References } from "./references.js";
import { declaredNames, toViolations } from "./violations.js";

/** One version of one schema, checked and compiled. */
export class RegisteredSchema {
  readonly id: string;
  /** As the schema has it: a number or a string. `1` and `"1"` are the same version. */
  readonly version: number | string;
  readonly title: string | undefined;
  readonly description: string | undefined;
  /** The whole document, as plain JSON. */
  readonly document: SchemaObject;
  /** The place of the event itself; its properties are the top-level ones that policy speaks of. */
  readonly root: EventPlace;
  readonly usesCategories: boolean;
  readonly #validator: Validator;
  readonly #names: ReadonlySet<string>;

  /**
   * Checks and compiles a schema.
   *
   * @param source anything; a schema object with `$id`, `version` and `properties` is accepted
   * @throws {SchemaError} naming the schema, the place and the fix
   */
  constructor(source: unknown) {
    const document = plainCopy(source);
    const { $id: id, version, title, description } = document;
    if (typeof id !== "string" || id === "")
      throw new SchemaError('a schema needs an "$id": a non-empty string');
    // It stands in reports and messages, where it must not pass for a line of ours.
    if (/[\p{Cc}\u2028\u2029]/u.test(`${id}${version}`)) {
      throw new SchemaError(
        'the "$id" and "version" of a schema may not hold line breaks or control characters',
      );
    }
    if (!isVersion(version)) {
      throw new SchemaError(`schema ${id} needs a "version": a number or a non-empty string`);
    }
    this.id = id;
    this.version = version;
    this.title = typeof title === "string" ? title : undefined;
    this.description = typeof description === "string" ? description : undefined;
    this.document = document;
    try {
      if (!isObject(document.properties)) throw new SchemaError('it needs "properties": an object');
      if (document.type !== undefined && document.type !== "object") {
        throw new SchemaError('its "type" must be "object": events are objects');
      }
      if (document.$async !== undefined) throw new SchemaError('"$async" is not JSON Schema; leave it out');
      // Ajv first: its messages on what is no schema at all are better than any of ours.
      this.#validator = compileValidator(document);
      const references = new References(document);
      this.usesCategories = usesCategories(document, references);
      this.root = new EventPlace([[document, "always"]], references);
      this.#checkProperties();
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      throw new SchemaError(`schema ${id} version ${version}: ${error.message}`, { cause: error.cause });
    }
    this.accepts = this.#validator.accepts as (event: JsonObject) => boolean;
    this.#names = declaredNames(document);
  }

  /** How error messages call an event of this schema. */
  get subject(): string {
    return `event of ${this.id} version ${this.version}`;
  }

  /** True for an event that matches the schema. Says nothing of the capsule's names. */
  readonly accepts: (event: JsonObject) => boolean;

  /** @throws {InvalidEventError} with all violations, in words that hold nothing of the event */
  validate(event: JsonObject): void {
    for (const name of capsuleNames) {
      if (Object.hasOwn(event, name)) {
        const reserved: EventViolation = {
          path: `/${name}`,
          keyword: "reserved",
          message: "is written by the log itself; leave it out",
        };
        throw new InvalidEventError(this.subject, [reserved]);
      }
    }
    const violations = this.#violationsIn(event);
    if (violations !== undefined) throw new InvalidEventError(this.subject, violations);
  }

  /** `undefined` for a valid event. */
  #violationsIn(event: JsonObject): EventViolation[] | undefined {
    try {
      if (this.accepts(event)) return undefined;
      return toViolations(this.#validator.explain(event), event, this.#names);
    } catch {
      // Where a schema lists objects, Ajv compares by calling `toString` and `valueOf`, which in an event may be data.
      return [{ path: "", keyword: "json", message: "holds what cannot be compared with its schema" }];
    }
  }

  #checkProperties(): void {
    if (this.root.categories.length > 0) {
      throw new SchemaError("categories belong to each property, not to the schema as a whole");
    }
    for (const name of this.root.propertyNames) {
      if (name.startsWith("__")) {
        throw new SchemaError(
          `property "${name}" begins with "__", which is reserved for the log; rename it`,
        );
      }
      if (this.usesCategories && this.root.property(name).categories.length === 0) {
        throw new SchemaError(
          `property "${name}" declares no categories, but others do; add them ("categories: [unrestricted]" if anyone may see it)`,
        );
      }
    }
    for (const pattern of this.root.patterns) {
      if (this.usesCategories && this.root.membersMatching(pattern).categories.length === 0) {
        throw new SchemaError(
          `pattern "${pattern}" of patternProperties declares no categories, but properties do; add them`,
        );
      }
    }
  }
}

/** A copy that the caller cannot change afterwards. */
function plainCopy(source: unknown): SchemaObject {
  if (!isObject(source)) throw new SchemaError("a schema must be an object");
  try {
    return copyJson(source, "schema") as JsonObject;
  } catch (error) {
    if (error instanceof InvalidEventError) throw new SchemaError(`a schema ${error.errors[0]?.message}`);
    throw error;
  }
}

function isVersion(version: unknown): version is number | string {
  return typeof version === "number" || (typeof version === "string" && version !== "");
}
