import type { PropertyDescription, SchemaDescription } from "@daybook/eventlog";
import { type Html, html } from "./html.js";
import { page } from "./layout.js";

export interface HomePage {
  readonly baseUrl: string;
  /** Where the server can be reached, without a token: `http://127.0.0.1:8888/`. */
  readonly origin: string;
  readonly schemas: readonly SchemaDescription[];
  /** Ids of schemas whose events are passed on live without being recorded. */
  readonly broadcastSchemas: readonly string[];
  /** The names of the handlers: where recorded events go. */
  readonly destinations: readonly string[];
  /** That of the JupyterLab which is served; undefined where none is. */
  readonly labVersion?: string | undefined;
}

/** Tells a person what this server is, what it records of them, and how to go on. */
export function homePage(home: HomePage): string {
  const { baseUrl, origin } = home;
  return page(
    "Daybook",
    html`<h1>Daybook</h1>
<p>A notebook server that keeps an event log: it serves notebooks and files, and records what its operator chose to
record. This page says what that is, from the policy in force right now.</p>
${labSection(home)}
<h2>What is recorded of you</h2>
${recordedSection(home)}
${liveSection(home)}
<h2>What is not</h2>
${notRecordedSection(home)}
<h2>How to go on</h2>
<p>Open the contents of this server with any Jupyter client at <code>${origin}</code> and the server's token. To look
at them without one, ask for <a href="${baseUrl}api/contents">the list of files</a> or for what
<a href="${baseUrl}api/eventlog/schemas">each event can hold</a>, as JSON.</p>
${postingSection(home)}
<form method="post" action="${baseUrl}logout"><button>Log out</button></form>`,
  );
}

/** The way to the notebooks. */
function labSection({ baseUrl, labVersion }: HomePage): Html {
  if (labVersion !== undefined) {
    return html`<p><a class="button" href="${baseUrl}lab">Open JupyterLab</a> <span class="quiet">version ${labVersion}</span></p>`;
  }
  return html`<h2>To work with notebooks in the browser</h2>
<p>No JupyterLab 4 is installed where this server looks for it. Who runs the server gets one so, with Python 3.10 or newer,
and starts the server again in the same terminal:</p>
<pre><code>python3 -m venv lab
. lab/bin/activate
pip install jupyterlab ipykernel</code></pre>`;
}

/** An example that works as it stands, so only where its event is allowed. */
function postingSection({ origin, schemas }: HomePage): Html {
  if (!schemas.some(({ schema, allowed }) => allowed && schema === "hub.jupyter.org/server-action"))
    return html``;
  return html`<p>A program records an event of its own like this:</p>
<pre><code>curl ${origin}api/eventlog -H "Authorization: token $TOKEN" \\
  -d '{"schema": "hub.jupyter.org/server-action", "version": 1,
       "event": {"action": "start", "username": "ada", "servername": ""}}'</code></pre>`;
}

function recordedSection({ schemas, destinations }: HomePage): Html {
  const allowed = schemas.filter((schema) => schema.allowed);
  if (allowed.length === 0) return html`<p>Nothing: the operator has allowed no events.</p>`;
  if (destinations.length === 0) {
    return html`<p>Nothing: the operator has allowed events, but named no place where they would go.</p>`;
  }
  return html`<p>Events go to ${destinations.map((name, index) => html`${index > 0 ? ", " : ""}<code>${name}</code>`)}.</p>
${allowed.map(schemaSection)}`;
}

/** What is recorded is no secret among those who have the token, and some is passed on that is not recorded. */
function liveSection({ baseUrl, schemas, broadcastSchemas }: HomePage): Html {
  const passedOn = schemas.filter(({ schema, allowed }) => !allowed && broadcastSchemas.includes(schema));
  return html`<p>Whoever is signed in here can watch these events as they happen, at
<code>${baseUrl}api/events/subscribe</code>, with the same parts withheld.${
    passedOn.length === 0
      ? ""
      : html` These pass there too, whole, and are kept nowhere: ${passedOn.map(({ schema }) => html`<code>${schema}</code> `)}`
  }</p>`;
}

function schemaSection(schema: SchemaDescription): Html {
  return html`<h3>${schema.title ?? schema.schema}</h3>
<p class="quiet"><code>${schema.schema}</code> version ${schema.version}</p>
<p>${firstParagraph(schema.description)}</p>
${schema.usesCategories ? "" : html`<p>This event is recorded whole: its schema does not tell personal data from other data.</p>`}
<table>
<tr><th>Property</th><th></th><th>What it holds</th></tr>
${schema.properties.map(propertyRow)}</table>`;
}

function propertyRow(property: PropertyDescription): Html {
  const parts =
    property.withheldParts.length > 0 ? ` Withheld inside it: ${property.withheldParts.join(", ")}.` : "";
  const state = property.recorded ? "recorded" : "withheld";
  return html`<tr><td><code>${property.name}</code></td><td>${state}</td>
<td>${firstParagraph(property.description)}${parts} <span class="quiet">(${property.reason})</span></td></tr>`;
}

function notRecordedSection({ schemas, broadcastSchemas }: HomePage): Html {
  const denied = schemas.filter(({ schema, allowed }) => !allowed && !broadcastSchemas.includes(schema));
  const codeIsRecorded = schemas.some(({ properties }) =>
    properties.some(({ categories, recorded }) => recorded && categories.includes("executed-code")),
  );
  const list = denied.map(
    (schema) => html`<li>${schema.title ?? schema.schema} <code>${schema.schema}</code></li>`,
  );
  return html`${
    denied.length > 0
      ? html`<p>This server knows these events too, but does not record them:</p><ul>${list}</ul>`
      : ""
  }
<p>Anything that stands above as withheld is taken out before an event is kept or sent anywhere. ${
    codeIsRecorded
      ? "The code that you run is recorded, as said above; nothing else of what is in your notebooks and files is"
      : "What is in your notebooks and files is no"
  } part of these events.</p>`;
}

/** Descriptions are Markdown; of it, a first paragraph needs the code spans only. */
function firstParagraph(text: string | undefined): Html[] {
  const [paragraph = ""] = text?.split(/\n\s*\n/, 1) ?? [];
  return paragraph
    .split("`")
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}
