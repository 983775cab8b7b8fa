/** Fenced blocks and code spans: inside them Markdown takes nothing for HTML, and an entity would be shown as such. */
const code =
  /^(```+|~~~+)[^\n]*\n[\s\S]*?^\1[^\n]*$|(?<![\\`])(`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S])*?(?<!`)\2(?!`)/gm;

/** Markdown in which nothing is HTML any more; code and quotes stay as they are. */
export function escapeHtml(markdown: string): string {
  let escaped = "";
  let end = 0;
  for (const match of markdown.matchAll(code)) {
    escaped += escapeText(markdown.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  return escaped + escapeText(markdown.slice(end));
}

function escapeText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/(?<!^[ \t]*)>/gm, "&gt;");
}

/** A code span that shows the text as it is, backticks included. */
export function codeSpan(text: string): string {
  const fence = "`".repeat(longestRun(text) + 1);
  const plain = text.replace(/\s+/g, " ");
  const space = plain === "" || /^[` ]|[` ]$/.test(plain) ? " " : "";
  return `${fence}${space}${plain}${space}${fence}`;
}

/** A block of code in a language. */
export function codeBlock(language: string, text: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

/** A table; the cells are Markdown of one line, in which HTML is escaped already. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const separator = header.map(() => "---");
  return [header, separator, ...rows].map((cells) => `| ${cells.map(cell).join(" | ")} |`).join("\n");
}

/** A pipe would end the cell even inside a code span; one that is escaped already stays so. */
function cell(markdown: string): string {
  return markdown.replace(/\s+/g, " ").trim().replace(/\\?\|/g, "\\|");
}

/** The first paragraph of a description, in one line, and what follows it. */
export function splitSummary(description: string): { readonly summary: string; readonly rest: string } {
  const lines = description.replace(/\r\n?/g, "\n").trim().split("\n");
  const end = lines.findIndex((line) => /^\s*($|[-*+>]\s|\d+[.)]\s|#{1,6}\s|```|~~~)/.test(line));
  const cut = end === -1 ? lines.length : end;
  const summary = lines.slice(0, cut).map((line) => line.trim());
  return { summary: summary.join(" "), rest: lines.slice(cut).join("\n").trim() };
}

/** The first sentence of a description, for lists of many things. */
export function firstSentence(description: string): string {
  const { summary } = splitSummary(description);
  return /^.*?(?<!\b(?:e\.g|i\.e|etc|vs|cf))[.!?](?=\s+["'`(\p{Lu}]|$)/u.exec(summary)?.[0] ?? summary;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
