import type { PlaceRule } from "../schema/place-rule.js";
import { escaped } from "./line-text.js";
import type { Member } from "./member.js";

/** The JavaScript that deals with one member of an object, in the function of a shape. */
export interface MemberCode {
  /** Statements that read it from `value`, and return `undefined` where it is out of the ordinary. */
  readonly read: string;
  /** Its text in the line, between what stands before and behind it; `undefined` for `null`. */
  readonly text: { readonly before: string; readonly source: string; readonly after: string } | undefined;
  /** The value to be validated, where that is still to be done, and the value after policy. */
  readonly copy: string;
  readonly recorded: string;
}

/** Longer lists are looked up in a set. */
const mostComparisons = 8;

/** The code for a member, which its rule decides where it has one. */
export function memberCode(key: string, index: number, member: Member): MemberCode {
  const { fate, rule } = member;
  const code = (rule && ruledCode(index, rule)) ?? writtenCode(index, member);
  const read = `let v${index} = value[${JSON.stringify(key)}], t${index}, r${index};\n${code.read}`;
  const withheld = fate === "withheld";
  return { ...code, read, ...(withheld && { text: undefined, recorded: "null" }) };
}

/** `__proto__: x` would set the prototype; in brackets it is a name like any other, but slower. */
export function nameOf(key: string): string {
  return key === "__proto__" ? `["__proto__"]` : JSON.stringify(key);
}

/** For rules with one type whose values need no function of their own. */
function ruledCode(index: number, { types, texts }: PlaceRule): MemberCode | undefined {
  const [type, another] = types;
  if (another !== undefined) return undefined;
  const value = `v${index}`;
  const code = (refused: string, source = value, quotes = "", recorded = value): MemberCode => ({
    read: `if (${refused}) return undefined;`,
    text: { before: quotes, source, after: quotes },
    copy: recorded,
    recorded,
  });
  switch (type) {
    case "string":
      if (texts === undefined) return code(`typeof ${value} !== "string"`, `escaped(${value})`, '"');
      // Texts that stand in a line as they are need not be looked at again.
      return code(
        otherThan(texts, index),
        [...texts].every((text) => escaped(text) === text) ? value : `escaped(${value})`,
        '"',
      );
    // Put together with text, a number or boolean becomes what JSON has for it; -0 becomes 0 there, so it is 0 here.
    case "number":
      return code(`!isFinite(${value})`, value, "", `${value} === 0 ? 0 : ${value}`);
    case "integer":
      return code(`!isInteger(${value})`, value, "", `${value} === 0 ? 0 : ${value}`);
    case "boolean":
      return code(`typeof ${value} !== "boolean"`);
    default:
      return undefined;
  }
}

function otherThan(texts: ReadonlySet<string>, index: number): string {
  if (texts.size > mostComparisons) return `!texts[${index}].has(v${index})`;
  return [...texts].map((text) => `v${index} !== ${JSON.stringify(text)}`).join(" && ") || "true";
}

/** For what a writer has to look at. */
function writtenCode(index: number, { fate, rule }: Member): MemberCode {
  const write = `v${index} = members[${index}](v${index}); if (v${index} === undefined) return undefined;`;
  // A writer that keeps to rules returns what is recorded, as nothing is left to be validated.
  const inside = fate === "partial" && rule === undefined;
  const text = `t${index} = output.text;${inside ? ` r${index} = output.redacted;` : ""}`;
  const anyText = rule === undefined || (rule.types.has("string") && rule.texts === undefined);
  let read = `${write} ${text}`;
  // What most values are, without a call.
  if (anyText && !inside)
    read = `if (typeof v${index} === "string") t${index} = quote(v${index});\nelse { ${read} }`;
  if (anyText && fate === "withheld") read = `if (typeof v${index} !== "string") { ${write} }`;
  return {
    read,
    text: { before: "", source: `t${index}`, after: "" },
    copy: `v${index}`,
    recorded: inside ? `r${index}` : `v${index}`,
  };
}
