import { Html, html } from "./html.js";

const readingStyle = new Html(`
  :root { color-scheme: light dark; --line: #8884; --soft: #8882; --accent: #0b6e4f; }
  @media (prefers-color-scheme: dark) { :root { --accent: #6fd3ac; } }
  body { font: 17px/1.55 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1.25rem; }
  h1 { font-size: 1.7rem; margin-bottom: .2rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; }
  h3 { font-size: 1rem; margin: 1.4rem 0 .2rem; } p { margin: .5rem 0; } .quiet { opacity: .75; font-size: .92rem; }
  a { color: var(--accent); } code { background: var(--soft); padding: .08em .3em; border-radius: 4px; font-size: .88em; overflow-wrap: anywhere; }
  pre { background: var(--soft); padding: .8rem 1rem; border-radius: 6px; overflow-x: auto; } pre code { background: none; padding: 0; }
  table { border-collapse: collapse; width: 100%; font-size: .95rem; } td, th { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); }
  td:first-child code { white-space: nowrap; }
  label { display: block; margin: 1rem 0 .3rem; } input { font: inherit; padding: .45rem .6rem; width: 100%; box-sizing: border-box; border: 1px solid var(--line); border-radius: 5px; }
  button { font: inherit; margin-top: 1rem; padding: .45rem 1.2rem; border: 0; border-radius: 5px; background: var(--accent); color: Canvas; cursor: pointer; }
  a.button { display: inline-block; padding: .45rem 1.2rem; border-radius: 5px; background: var(--accent); color: Canvas; text-decoration: none; }
  .error { border-left: 4px solid #c33; padding-left: .8rem; }
`);

/** A whole page around its body. @param style its style sheet; that of all pages for people to read where left out */
export function page(title: string, body: Html, style = readingStyle): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`.text;
}
