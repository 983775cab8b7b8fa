import type { Ajv, FuncKeywordDefinition } from "ajv";

type Check = ReturnType<NonNullable<FuncKeywordDefinition["compile"]>>;

/**
 * Gives an Ajv that looks for all violations another `pattern`: one that is not tried on a text that `maxLength` refuses
 * already. Some patterns take for ever on long texts, and the length is what keeps them in bounds. An Ajv that stops at
 * the first violation never comes to the pattern then.
 */
export function useBoundedPattern(ajv: Ajv): Ajv {
  ajv.removeKeyword("pattern");
  ajv.addKeyword({
    keyword: "pattern",
    type: "string",
    schemaType: "string",
    compile: (pattern: string, { maxLength }) => patternCheck(pattern, maxLength),
  });
  return ajv;
}

function patternCheck(pattern: string, maxLength: unknown): Check {
  const expression = new RegExp(pattern, "u");
  const check: Check = (text: string) => {
    if (isLonger(text, maxLength) || expression.test(text)) return true;
    check.errors = [{ keyword: "pattern", params: { pattern }, message: `must match pattern "${pattern}"` }];
    return false;
  };
  return check;
}

/** Counts characters as JSON Schema does, not the halves of those beyond U+FFFF. */
function isLonger(text: string, maxLength: unknown): boolean {
  return typeof maxLength === "number" && text.length > maxLength && [...text].length > maxLength;
}
