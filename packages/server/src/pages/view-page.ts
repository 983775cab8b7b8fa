import { html } from "./html.js";

/** A page that shows a file over its whole area. @param address of the file on this server */
export function viewPage(name: string, address: string): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
<link rel="icon" href="data:,">
<style>
  body { margin: 0; }
  iframe { position: fixed; inset: 0; width: 100%; height: 100%; border: 0; }
</style>
</head>
<body>
<iframe sandbox="allow-scripts" src="${address}" title="${name}"></iframe>
</body>
</html>
`.text;
}
