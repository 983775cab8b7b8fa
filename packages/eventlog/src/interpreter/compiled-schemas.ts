import { SchemaError } from "../errors.js";
import { isObject } from "../json-value.js";
import type { SchemaObject } from "../schema/keywords.js";
import type { References } from "../schema/references.js";
import { work } from "../work.js";
import type { DialectName, Fail, Keyword, Kind, Rule, SchemaCompiler } from "./keyword.js";
import { isOfKind, isOfType } from "./types.js";
import { vocabularies } from "./vocabularies.js";

/** Keywords of values of one kind, or of all values. */
interface Group {
  readonly kind: Kind | undefined;
  readonly rules: readonly Rule<never>[];
  /** Says that the type is wrong where the schema names this one type only. */
  readonly otherwise: Rule | undefined;
}

/** Keywords come in this order, as Ajv has them. */
const kinds: readonly (Kind | undefined)[] = [undefined, "number", "string", "array", "object"];

/** The rules of all schemas of a document, each made once. */
export class CompiledSchemas implements SchemaCompiler {
  readonly is2020: boolean;
  readonly #vocabulary: readonly Keyword[];
  readonly #references: References;
  readonly #rules = new Map<SchemaObject, Rule>();

  constructor(dialect: DialectName, references: References) {
    this.is2020 = dialect === "2020-12";
    this.#vocabulary = vocabularies[dialect];
    this.#references = references;
  }

  compile(schema: unknown): Rule {
    if (!isObject(schema)) return schema === false ? refuse : accept;
    let rule = this.#rules.get(schema);
    if (rule === undefined) {
      rule = this.#ruleOf(schema);
      this.#rules.set(schema, rule);
    }
    return rule;
  }

  saysNothing(schema: unknown): boolean {
    if (!isObject(schema)) return schema === true;
    return schema.type === undefined && !this.#vocabulary.some(({ name }) => schema[name] !== undefined);
  }

  /** Made when it is first used: a schema may refer to itself. */
  resolve(schema: SchemaObject, keyword: "$ref" | "$dynamicRef"): Rule {
    const target = this.#references.target(schema, keyword);
    let rule: Rule | undefined;
    return (value, path, run) => {
      rule ??= this.compile(target);
      rule(value, path, run);
    };
  }

  #ruleOf(schema: SchemaObject): Rule {
    const types = this.#typesOf(schema);
    const wrongType: Rule = (value, path, run) => {
      if (types.some((type) => isOfType(type, value))) return;
      const message = `must be ${schema.type}`;
      const params = { type: schema.type };
      run.add({ instancePath: path, keyword: "type", params, message, data: value, parentSchema: schema });
    };
    const groups = kinds.flatMap((kind): Group | [] => {
      const keywords = this.#vocabulary.filter(
        (keyword) => keyword.kind === kind && schema[keyword.name] !== undefined,
      );
      if (keywords.length === 0) return [];
      const rules = keywords.flatMap((keyword) => this.#keywordRule(keyword, schema) ?? []);
      const isOnly = kind !== undefined && types.length === 1 && types[0] === kind;
      return { kind, rules, otherwise: isOnly ? wrongType : undefined };
    });
    // A single type whose keywords follow is told of among them.
    const typeFirst = types.length > 0 && !groups.some(({ otherwise }) => otherwise !== undefined);
    const cost = costOf(schema);
    return (value, path, run) => {
      work.spend(cost);
      if (typeFirst) wrongType(value, path, run);
      for (const { kind, rules, otherwise } of groups) {
        if (kind === undefined || isOfKind(kind, value)) {
          for (const rule of rules as readonly Rule[]) rule(value, path, run);
        } else {
          otherwise?.(value, path, run);
        }
      }
    };
  }

  /** The types that a schema allows. `nullable` is no keyword of JSON Schema, but Ajv knows it. */
  #typesOf(schema: SchemaObject): readonly string[] {
    const { type, nullable } = schema;
    const types = type === undefined ? [] : ([type].flat() as string[]);
    const place = () => this.#references.placeOf(schema, "nullable");
    if (types.includes("null")) {
      if (nullable === false)
        throw new SchemaError('"type: null" contradicts "nullable: false"', { place: place() });
      return types;
    }
    if (types.length === 0 && nullable !== undefined)
      throw new SchemaError('"nullable" cannot be used without "type"', { place: place() });
    return nullable === true ? [...types, "null"] : types;
  }

  #keywordRule(keyword: Keyword, schema: SchemaObject): Rule<never> | undefined {
    const fail: Fail = (run, data, instancePath, message, params) =>
      run.add({ instancePath, keyword: keyword.name, params, message, data, parentSchema: schema });
    return keyword.compile({ own: schema[keyword.name], schema, compiler: this, fail });
  }
}

const accept: Rule = () => {};

const refuse: Rule = (value, path, run) =>
  run.add({
    instancePath: path,
    keyword: "false schema",
    params: {},
    message: "boolean schema is false",
    data: value,
    parentSchema: {},
  });

/** How much work it is to look at one value with a schema, by what it lists. */
function costOf(schema: SchemaObject): number {
  const lists = [schema.required, schema.properties, schema.dependencies, schema.dependentRequired];
  return lists.reduce<number>(
    (sum, list) => sum + Object.keys((list ?? []) as object).length,
    1 + Object.keys(schema).length,
  );
}
