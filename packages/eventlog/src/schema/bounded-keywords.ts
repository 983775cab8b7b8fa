import { _, type Ajv, type CodeKeywordDefinition } from "ajv";
import { lastEqualItems } from "./equal-items.js";
import { isStructure, listedValues } from "./listed-values.js";

/** Lists of this length are compared one after the other, which is quicker. */
const shortList = 100;

/**
 * Gives Ajv other ways to compare values. Its own go through a list from one end to the other, so that a list of a
 * megabyte, in an event or in a schema, keeps the process busy for many minutes; and they call `valueOf` and `toString`
 * of what they compare, which in an event are data.
 */
export function useBoundedKeywords(ajv: Ajv): Ajv {
  replace(ajv, "enum", (values) => values.length < shortList && !values.some(isStructure));
  replace(ajv, "const", ([value]) => !isStructure(value));
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    validate: (unique: boolean, items: readonly unknown[]) => !unique || lastEqualItems(items) === undefined,
  });
  return ajv;
}

function replace(ajv: Ajv, keyword: "enum" | "const", isFine: (values: readonly unknown[]) => boolean): void {
  const own = ajv.getKeyword(keyword) as CodeKeywordDefinition;
  ajv.removeKeyword(keyword);
  ajv.addKeyword({
    keyword,
    error: own.error,
    code(context) {
      const values: readonly unknown[] = keyword === "enum" ? context.schema : [context.schema];
      if (isFine(values)) {
        own.code(context);
        return;
      }
      const lists = context.gen.scopeValue("keyword", { ref: listedValues(values) });
      context.pass(_`${lists}(${context.data})`);
    },
  } as CodeKeywordDefinition);
}
