import { Html, html } from "./html.js";
import { page } from "./layout.js";

const style = new Html(`
  body { margin: 0; }
  iframe { position: fixed; inset: 0; width: 100%; height: 100%; border: 0; }
`);

/** A page that shows a file over its whole area. @param address of the file on this server */
export function viewPage(name: string, address: string): string {
  const frame = html`<iframe sandbox="allow-scripts" src="${address}" title="${name}"></iframe>`;
  return page(name, frame, style);
}
