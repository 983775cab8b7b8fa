import { capsuleNames } from "../capsule.js";
import { type EventViolation, InvalidEventError, SchemaError, type SchemaProblem } from "../errors.js";
import { copyJson, isObject, type JsonObject } from "../json-value.js";
import { TooMuchWork } from "../work.js";
import { canGenerateCode } from "../writer/code-generation.js";
import { declaredCategories, usesCategories } from "./categories.js";
import { EventPlace } from "./event-place.js";
import { checkPlaces } from "./event-places.js";
import { type SchemaObject, schemaMap } from "./keywords.js";
import { below, pointerTo } from "./pointer.js";
import { declaredNames, maximumReported, toViolations } from "./violations.js";
import { createValidator, type Validator } from "./validator.js";

/** One version of one schema, checked. */
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
   * Checks a schema.
   *
   * @param source anything; a schema object with `$id`, `version` and `properties` is accepted
   * @param mayCompile false never compiles it; both ways say the same
   * @throws {SchemaError} naming the schema, the place and the fix
   */
  constructor(source: unknown, mayCompile = canGenerateCode) {
    const document = plainCopy(source);
    const { $id: id, version, title, description } = document;
    if (typeof id !== "string" || id === "")
      throw new SchemaError('a schema needs an "$id": a non-empty string', {
        place: ownPlace(document, "$id"),
      });
    // It stands in reports and messages, where it must not pass for a line of ours.
    if (controlCharacters.test(`${id}${version}`)) {
      throw new SchemaError(
        'the "$id" and "version" of a schema may not hold line breaks or control characters',
        { place: controlCharacters.test(id) ? "/$id" : "/version" },
      );
    }
    if (!isVersion(version)) {
      throw new SchemaError(`schema ${id} needs a "version": a number or a non-empty string`, {
        place: ownPlace(document, "version"),
      });
    }
    this.id = id;
    this.version = version;
    this.title = typeof title === "string" ? title : undefined;
    this.description = typeof description === "string" ? description : undefined;
    this.document = document;
    try {
      if (!isObject(document.properties))
        throw new SchemaError('it needs "properties": an object', {
          place: ownPlace(document, "properties"),
        });
      if (document.type !== undefined && document.type !== "object") {
        throw new SchemaError('its "type" must be "object": events are objects', { place: "/type" });
      }
      if (document.$async !== undefined)
        throw new SchemaError('"$async" is not JSON Schema; leave it out', { place: "/$async" });
      this.#validator = createValidator(document, mayCompile);
      const { references } = this.#validator;
      this.usesCategories = usesCategories(document, references);
      this.root = new EventPlace([[document, "always"]], references);
      checkPlaces(this.root, references);
      this.#checkProperties();
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      throw error.after(`schema ${id} version ${version}`);
    }
    this.#names = declaredNames(document);
  }

  /** How error messages call an event of this schema. */
  get subject(): string {
    return `event of ${this.id} version ${this.version}`;
  }

  /** True for an event that matches the schema. Says nothing of the capsule's names. */
  get accepts(): (event: JsonObject) => boolean {
    return this.#validator.accepts;
  }

  /** Compiles it, so that no event waits for that. */
  compile(): void {
    this.#validator.compile();
  }

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
      if (this.#isAccepted(event)) return undefined;
      const faults = this.#validator.explain(event, maximumReported);
      return faults.length === 0 ? undefined : toViolations(faults, event, this.#names);
    } catch (error) {
      // The second is a stack that is too deep, on which references hang that lead from one to the next.
      if (!(error instanceof TooMuchWork || error instanceof RangeError)) throw error;
      const message = "costs more work to check than an event may: shorten its texts and lists";
      return [{ path: "", keyword: "effort", message }];
    }
  }

  #isAccepted(event: JsonObject): boolean {
    try {
      return this.accepts(event);
    } catch (error) {
      // Ajv's code has its mistakes; where it throws, the interpreter decides.
      if (!(error instanceof TypeError)) throw error;
      return false;
    }
  }

  /** @throws {SchemaError} with all that is wrong with the properties and their categories */
  #checkProperties(): void {
    const problems: SchemaProblem[] = [];
    const categorized = this.root.schemas.find((schema) => declaredCategories(schema).length > 0);
    if (categorized !== undefined) {
      const message = "categories belong to each property, not to the schema as a whole";
      problems.push({ place: pointerTo(this.document, categorized), message });
    }
    for (const name of this.root.propertyNames) {
      const place = this.#placeOf("properties", name);
      if (name.startsWith("__")) {
        const message = `property "${name}" begins with "__", which is reserved for the log; rename it`;
        problems.push({ place, message });
      }
      if (this.usesCategories && this.root.property(name).categories.length === 0) {
        const message = `property "${name}" declares no categories, but others do; add them ("categories: [unrestricted]" if anyone may see it)`;
        problems.push({ place, message });
      }
    }
    for (const pattern of this.root.patterns) {
      if (this.usesCategories && this.root.membersMatching(pattern).categories.length === 0) {
        const message = `pattern "${pattern}" of patternProperties declares no categories, but properties do; add them`;
        problems.push({ place: this.#placeOf("patternProperties", pattern), message });
      }
    }
    if (problems.length === 0) return;
    throw new SchemaError(problems.map(({ message }) => message).join("; "), { problems });
  }

  /** Where one of the schemas of the event declares a name. */
  #placeOf(keyword: string, name: string): string | undefined {
    const declaring = this.root.schemas.find((schema) => schemaMap(schema, keyword).has(name));
    const place = declaring && pointerTo(this.document, declaring);
    return place === undefined ? undefined : below(place, keyword, name);
  }
}

const controlCharacters = /[\p{Cc}\u2028\u2029]/u;

/** The place of a member, or the whole where it is missing. */
function ownPlace(document: SchemaObject, name: string): string {
  return Object.hasOwn(document, name) ? below("", name) : "";
}

/** A copy that the caller cannot change afterwards. */
function plainCopy(source: unknown): SchemaObject {
  if (!isObject(source)) throw new SchemaError("a schema must be an object", { place: "" });
  try {
    return copyJson(source, "schema") as JsonObject;
  } catch (error) {
    if (!(error instanceof InvalidEventError)) throw error;
    throw new SchemaError(`a schema ${error.errors[0]?.message}`, { place: "" });
  }
}

function isVersion(version: unknown): version is number | string {
  return typeof version === "number" || (typeof version === "string" && version !== "");
}
