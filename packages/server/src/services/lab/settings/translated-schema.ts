import { isObject } from "@daybook/eventlog";
import type { Data } from "../json-files.js";

/** The texts of a part of the front end in another language, as a language pack has them. */
export type Texts = Readonly<Record<string, unknown>>;

/** How JupyterLab's packs say what a text is used for: its context stands before it. */
const contextEnd = "\u0004";

/** Which texts of a schema are for people, by their path in it, and what they are used for. */
const translated: readonly (readonly [path: RegExp, context: string])[] = [
  [/^(definitions\/.*\/)?properties\/.*\/(title|description)$/, "settings"],
  [/^(title|description)$/, "schema"],
  [/^jupyter\.lab\.setting-icon-label$/, "settings"],
  [/^jupyter\.lab\.menus\/.*\/label$/, "menu"],
  [/^jupyter\.lab\.toolbars\/.*\/label$/, "toolbar"],
];

/**
 * The schema of settings with its titles, descriptions and labels in another language, as far as there are texts. Further
 * texts are those that it names itself, by patterns of their paths.
 *
 * ```ts
 * translateSchema({ title: "Theme" }, { "schema\u0004Theme": ["Thema"] }); // { title: "Thema" }
 * ```
 */
export function translateSchema(schema: Data, texts: Texts): Data {
  const own = ownSelectors(schema).map((path) => [path, "schema"] as const);
  const translate = (path: string, text: string): string => {
    const [, context] = [...translated, ...own].find(([pattern]) => pattern.test(path)) ?? [];
    const key = `${context}${contextEnd}${text}`;
    const found = context !== undefined && Object.hasOwn(texts, key) ? texts[key] : undefined;
    const [first] = Array.isArray(found) ? found : [found];
    return typeof first === "string" && first !== "" ? first : text;
  };
  return translateMembers(schema, "", translate);
}

/** The part of the front end whose texts a schema uses. */
export function domainOf(schema: Data): string {
  const { domain } = internationalization(schema);
  return typeof domain === "string" ? domain : "jupyterlab";
}

function translateMembers(object: Data, prefix: string, translate: (path: string, text: string) => string) {
  const member = (value: unknown, path: string): unknown => {
    if (typeof value === "string") return translate(path, value);
    if (isObject(value)) return translateMembers(value, `${path}/`, translate);
    if (!Array.isArray(value)) return value;
    // Texts that stand in a list by themselves are values, not words for people.
    return value.map((item, index) => (isObject(item) ? member(item, `${path}[${index}]`) : item));
  };
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, member(value, `${prefix}${name}`)]),
  );
}

function ownSelectors(schema: Data): RegExp[] {
  const { selectors } = internationalization(schema);
  if (!Array.isArray(selectors)) return [];
  return selectors.flatMap((selector) => {
    try {
      return [new RegExp(`^${selector}$`)];
    } catch {
      return [];
    }
  });
}

function internationalization(schema: Data): Data {
  const told = schema["jupyter.lab.internationalization"];
  return isObject(told) ? told : {};
}
