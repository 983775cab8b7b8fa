import type { Keyword, Kind } from "../keyword.js";

/** Says whether a value has more than so many of what is counted. */
type HasMore<Value> = (value: Value, limit: number) => boolean;

const limitsOf = <Value>(
  kind: Kind,
  noun: string,
  counted: string,
  hasMore: HasMore<Value>,
): Keyword<Value>[] => [
  limit(`max${noun}`, kind, `more than # ${counted}`, hasMore),
  limit(`min${noun}`, kind, `fewer than # ${counted}`, (value, least) => !hasMore(value, least - 1)),
];

function limit<Value>(name: string, kind: Kind, words: string, isBroken: HasMore<Value>): Keyword<Value> {
  return {
    name,
    kind,
    compile({ own, fail }) {
      const limit = own as number;
      const message = `must NOT have ${words.replace("#", String(limit))}`;
      return (value, path, run) => {
        if (isBroken(value, limit)) fail(run, value, path, message, { limit });
      };
    },
  };
}

/** How many characters, elements and members there may be. Ajv tells of them before all others of their kind. */
export const limits: readonly Keyword[] = [
  ...limitsOf("string", "Length", "characters", isLonger),
  ...limitsOf("array", "Items", "items", (items: readonly unknown[], limit) => items.length > limit),
  ...limitsOf(
    "object",
    "Properties",
    "properties",
    (members: object, limit) => Object.keys(members).length > limit,
  ),
];

/** Counts characters as JSON Schema does, not the halves of those beyond U+FFFF, and no more than it needs to. */
function isLonger(text: string, limit: number): boolean {
  if (text.length <= limit) return false;
  if (text.length > 2 * limit) return true;
  let count = 0;
  for (const _ of text) if (++count > limit) return true;
  return false;
}
