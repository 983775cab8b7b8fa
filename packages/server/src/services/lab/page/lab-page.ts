import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Html, html } from "../../../pages/html.js";
import type { JupyterLab } from "../installation.js";
import type { Data } from "../json-files.js";

/**
 * The page that JupyterLab runs in. Of the template that is installed with it, only what differs from version to version
 * is taken, the name of its main script and the class of its body: the rest is a language of Python's.
 *
 * @throws {Error} where the template names no script
 */
export async function labPage({ appDir }: JupyterLab, config: Data): Promise<string> {
  const template = await readFile(join(appDir, "static", "index.html"), "utf8");
  const script = /\{\{\s*page_config\.fullStaticUrl[^}]*\}\}\/([\w.?=-]+)"/.exec(template)?.[1];
  if (script === undefined) throw new Error("the page of JupyterLab names no script that could be loaded");
  const bodyClass = /<body\b[^>]*\bclass="([\w -]*)"/.exec(template)?.[1] ?? "";
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>JupyterLab</title>
<script id="jupyter-config-data" type="application/json">${jsonInHtml(config)}</script>
<link rel="icon" type="image/svg+xml" href="${icon("none")}" class="idle favicon">
<link rel="" type="image/svg+xml" href="${icon("#0b6e4f")}" class="busy favicon">
<script defer src="${config.fullStaticUrl}/${script}"></script>
</head>
<body class="${bodyClass}"></body>
</html>
`.text;
}

/** In a script element nothing is escaped, so that no `<` may stand in it. */
function jsonInHtml(value: Data): Html {
  return new Html(JSON.stringify(value).replaceAll("<", "\\u003c"));
}

/** A book with a day's page; filled while a kernel is busy. */
function icon(fill: string): string {
  return `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M3 1.5h8.5a1.5 1.5 0 0 1 1.5 1.5v11.5H4.5a1.5 1.5 0 0 1-1.5-1.5z" fill="${fill}" stroke="#0b6e4f" stroke-width="1.5"/><path d="M5.5 1.5v13" stroke="#0b6e4f" stroke-width="1.5"/></svg>`,
  )}`;
}
