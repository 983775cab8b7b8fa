import type { SchemaProblem } from "../errors.js";
import type { SchemaObject } from "./keywords.js";
import type { References } from "./references.js";

/** What is wrong with the names that the schemas of a document give themselves, by which references find them. */
export function nameProblems(references: References): SchemaProblem[] {
  return [...references.schemas].flatMap((schema) => {
    const problem = (keyword: string, message: string) => ({
      place: references.placeOf(schema, keyword) ?? "",
      message,
    });
    const { $id: id } = schema;
    if ("id" in schema) return [problem("id", 'is a keyword of draft-04; it is "$id" now')];
    if (typeof id === "string" && !isReference(id)) return [problem("$id", "is no URI")];
    return givenNames(schema)
      .filter((keyword) => references.countNamedAs(schema, keyword) > 1)
      .map((keyword) =>
        problem(keyword, `"${schema[keyword]}" is the name of another schema, too; give each its own`),
      );
  });
}

function isReference(text: string): boolean {
  return URL.canParse(text, "daybook:/");
}

function givenNames(schema: SchemaObject): string[] {
  return ["$id", "$anchor", "$dynamicAnchor"].filter((keyword) => typeof schema[keyword] === "string");
}
