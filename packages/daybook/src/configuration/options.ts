import { acknowledgements } from "@daybook/eventlog";
import { gatewayOptions, hubOptions } from "./gateway-options.js";
import type { Naming } from "./configuration-source.js";
import { kernelSections } from "./kernel-sections.js";
import { address, listOf, type OptionSchema, port, text } from "./option-schema.js";

const flag: OptionSchema = { type: "boolean", expected: "true or false" };
const bytes: OptionSchema = {
  type: "integer",
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  expected: "a whole number of bytes, at least 1",
};

const seconds = (least: number): OptionSchema => ({
  type: "number",
  minimum: least,
  // Node's timers go no further.
  maximum: 2_147_483,
  expected: `a number of seconds, at least ${least}`,
});

/** How far events must have come before a sender hears that they are kept. */
export const acknowledgement: OptionSchema = {
  enum: acknowledgements,
  expected: `one of ${acknowledgements.join(", ")}`,
};

const names = listOf(text("a name"), "a list of names");

/** What any handler can be given beside the options of its class. */
export const routeSchema: OptionSchema = {
  type: "object",
  properties: { schemas: listOf(text("a schema id"), "a list of schema ids"), ack: acknowledgement },
  additionalProperties: false,
  expected: "a mapping",
};

const allowedSchemas: OptionSchema = {
  expected: "a list of schema ids, or a mapping from schema ids to what is allowed of them",
  if: { type: "array" },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { items: text("a schema id (to allow parts of a schema, write allowed_schemas as a mapping)") },
  else: {
    type: "object",
    expected: "a list of schema ids, or a mapping from schema ids to what is allowed of them",
    propertyNames: text("a schema id"),
    additionalProperties: {
      type: ["object", "null"],
      properties: { allowed_categories: names, allowed_properties: names },
      additionalProperties: false,
      expected: "a mapping with allowed_categories and allowed_properties",
    },
  },
};

/** Every option of a configuration, by section, as YAML and JSON name it. What each does is in `docs/configuration.md`. */
export const sections: Readonly<Record<string, Readonly<Record<string, OptionSchema>>>> = {
  EventLog: {
    handlers: { type: "array", expected: "a list of handlers" },
    allowed_schemas: allowedSchemas,
    schema_paths: listOf(text("the path of a file or folder"), "a list of files and folders"),
    max_event_size: bytes,
    event_ids: flag,
    broadcast_schemas: listOf(text("a schema id"), "a list of schema ids"),
  },
  ServerApp: {
    ip: address,
    port,
    root_dir: text("the path of a folder", "^[^\\0]+$"),
    base_url: text(
      'a path such as "/" or "/user/ada/", without "?", "#", ".." and blanks',
      "^(?!.*(^|/)\\.\\.?(/|$))(?!.+//)(?!//)[^\\s?#\\\\\\p{C}]+$",
    ),
    // An empty token would let everybody in, and control characters cannot be sent in a header.
    token: text(
      "text without line breaks, not empty (leave it out for a random one)",
      "^[^\\p{C}]*[^\\p{C}\\s][^\\p{C}]*$",
    ),
    allow_origin: text(
      'an origin such as "https://example.org" (no path), or "*"',
      "^(\\*|[A-Za-z][A-Za-z0-9+.-]*://[^/\\s?#]+)$",
    ),
    default_url: text('a path below base_url such as "/lab"', "^/(?![/\\\\])[^\\s\\p{C}]*$"),
    allow_remote_access: flag,
    local_hostnames: listOf(text("a host name"), "a list of host names"),
    max_body_size: bytes,
    ack: acknowledgement,
    terminals_enabled: flag,
  },
  Gateway: gatewayOptions,
  JupyterHub: hubOptions,
  ContentsManager: { allow_hidden: flag },
  FileContentsManager: { always_delete_dir: flag },
  ...kernelSections,
  TerminalManager: {
    shell_command: {
      ...listOf(
        text("a word without NUL characters", "^[^\\0]+$"),
        "a list of words: a program and its arguments",
      ),
      minItems: 1,
    },
    cull_inactive_timeout: seconds(0),
    cull_interval: seconds(1),
  },
  LabApp: {
    app_dir: text("the path of a folder", "^[^\\0]+$"),
    user_settings_dir: text("the path of a folder", "^[^\\0]+$"),
    workspaces_dir: text("the path of a folder", "^[^\\0]+$"),
  },
};

/** The name of an option, or of a key inside one, in a naming. */
export function named(name: string, naming: Naming): string {
  return naming === "snake_case" ? name : camelCase(name);
}

/** `root_dir` as `rootDir`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The JSON Schema of a whole configuration. */
export function configurationSchema(naming: Naming): OptionSchema {
  const properties: Record<string, unknown> = {};
  for (const [section, options] of Object.entries(sections)) {
    properties[section] = {
      type: ["object", "null"],
      properties: renamed(options, naming),
      additionalProperties: false,
      expected: "a mapping of options",
    };
  }
  const known = Object.keys(sections).join(", ");
  return {
    type: ["object", "null"],
    properties,
    additionalProperties: false,
    expected: `a mapping with the sections ${known}`,
  };
}

/** The same schema with the option names in another naming, also in the texts that speak of them. */
function renamed(value: unknown, naming: Naming): unknown {
  if (naming === "snake_case") return value;
  if (typeof value === "string") return value.replace(/\b[a-z]+(_[a-z]+)+\b/g, camelCase);
  if (Array.isArray(value)) return value.map((item) => renamed(item, naming));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [camelCase(key), renamed(item, naming)]),
  );
}
