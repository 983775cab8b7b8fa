import { isDeepStrictEqual } from "node:util";
import { Ajv, type Options, type SchemaValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

const options: Options = {
  strict: false,
  addUsedSchema: false,
  ownProperties: true,
  logger: false,
  allErrors: true,
};

/**
 * Ajv as it comes, to compare with. Only where it calls `valueOf` and `toString` of what it compares, which in an event
 * are data, it compares by what Node takes for equal.
 */
export const plainAjv: Readonly<Record<"draft-07" | "2020-12", Ajv>> = {
  "draft-07": prepared(new Ajv(options)),
  "2020-12": prepared(new Ajv2020(options) as unknown as Ajv),
};

function prepared(ajv: Ajv): Ajv {
  replace(ajv, "const", (allowedValue, value) =>
    isDeepStrictEqual(value, allowedValue) ? undefined : ["must be equal to constant", { allowedValue }],
  );
  replace(ajv, "enum", (allowedValues, value) =>
    (allowedValues as unknown[]).some((allowed) => isDeepStrictEqual(value, allowed))
      ? undefined
      : ["must be equal to one of the allowed values", { allowedValues }],
  );
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({ keyword: "uniqueItems", type: "array", validate: checking("uniqueItems", equalItems) });
  return formats.default(ajv);
}

type Find = (own: unknown, value: unknown) => [message: string, params: object] | undefined;

function equalItems(own: unknown, value: unknown): ReturnType<Find> {
  const items = value as unknown[];
  for (let i = own ? items.length - 1 : 0; i > 0; i--) {
    for (let j = i - 1; j >= 0; j--) {
      if (isDeepStrictEqual(items[i], items[j]))
        return [`must NOT have duplicate items (items ## ${j} and ${i} are identical)`, { i, j }];
    }
  }
  return undefined;
}

/** Puts another rule in the place of one of Ajv's: where a keyword stands decides when it is told of. */
function replace(ajv: Ajv, keyword: string, find: Find): void {
  ajv.removeKeyword(keyword);
  ajv.addKeyword({ keyword, before: "not", validate: checking(keyword, find) });
}

function checking(keyword: string, find: Find): SchemaValidateFunction {
  const validate: SchemaValidateFunction = (own: unknown, value: unknown) => {
    const found = find(own, value);
    if (found === undefined) return true;
    const [message, params] = found;
    validate.errors = [{ keyword, message, params }];
    return false;
  };
  return validate;
}
