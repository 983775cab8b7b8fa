import { statements } from "./language.js";
import type { Message, Saying } from "./message.js";

/** What was run: session, number, code. */
export type History = readonly (readonly [session: number, line: number, code: string])[];

/** Answers what front ends ask of a kernel beside running code; undefined for what is no such question. */
export function answerQuestion({ header, content }: Message, history: History): Saying | undefined {
  const answer = answers[header.msg_type]?.(content, history);
  if (answer === undefined) return undefined;
  const type = header.msg_type.replace("_request", "_reply");
  return { type, content: { status: "ok", ...answer } };
}

// biome-ignore lint/suspicious/noExplicitAny: as in messages
const answers: Readonly<Record<string, (content: any, history: History) => object>> = {
  kernel_info_request: () => ({
    protocol_version: "5.4",
    implementation: "test-kernel",
    implementation_version: "1.0.0",
    banner: "The kernel of the tests",
    language_info: {
      name: "test-language",
      version: "1.0.0",
      mimetype: "text/plain",
      file_extension: ".txt",
    },
    help_links: [],
  }),
  complete_request({ code, cursor_pos: cursor }) {
    const start = wordStart(code, cursor);
    const typed = code.slice(start, cursor);
    const matches = Object.keys(statements).filter((name) => name.startsWith(typed));
    return { matches, cursor_start: start, cursor_end: cursor, metadata: {} };
  },
  inspect_request({ code, cursor_pos: cursor }) {
    const word = /^\S*/.exec(code.slice(wordStart(code, cursor)))?.[0] ?? "";
    const found = Object.hasOwn(statements, word);
    return { found, data: found ? { "text/plain": `${word}: a statement` } : {}, metadata: {} };
  },
  is_complete_request: ({ code }) =>
    code.endsWith("\\") ? { status: "incomplete", indent: "  " } : { status: "complete" },
  history_request({ hist_access_type: kind, n, pattern = "*", output }, history) {
    const text = pattern.replaceAll("*", "");
    const found = kind === "search" ? history.filter(([, , code]) => code.includes(text)) : history;
    const last = n === undefined ? found : found.slice(-n);
    return {
      history: output ? last.map(([session, line, code]) => [session, line, [code, null]]) : last,
    };
  },
};

function wordStart(code: string, cursor: number): number {
  return code.slice(0, cursor).search(/\S*$/);
}
