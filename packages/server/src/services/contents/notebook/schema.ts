/** The newest minor version of format 4 that has a schema. */
export const newestMinor = 5;

type Schema = Record<string, unknown>;

/**
 * The JSON Schema of notebook format 4, one for each minor version:
 *
 * | version | adds |
 * |---|---|
 * | 4.2 | a notebook's `title` and `authors` |
 * | 4.3 | a cell's `jupyter` metadata |
 * | 4.4 | a code cell's `execution` metadata |
 * | 4.5 | cell ids |
 *
 * Newer ones may add anything: for them the newest schema holds, and what it does not know is let through.
 *
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 */
export function notebookSchema(minor: number): Schema {
  const relaxed = minor > newestMinor;
  const has = (since: number) => minor >= since;
  const closed = (required: string[], properties: Schema): Schema => ({
    type: "object",
    required,
    properties,
    additionalProperties: relaxed,
  });

  return {
    ...closed(["metadata", "nbformat", "nbformat_minor", "cells"], {
      nbformat: { const: 4 },
      nbformat_minor: { type: "integer", minimum: Math.min(minor, newestMinor) },
      metadata: notebookMetadata(has),
      cells: { type: "array", items: { $ref: "#/definitions/cell" } },
    }),
    definitions: {
      text: { type: ["string", "array"], items: { type: "string" } },
      count: { type: ["integer", "null"], minimum: 0 },
      bundle: {
        type: "object",
        patternProperties: { "^application/(.*\\+)?json$": {} },
        additionalProperties: relaxed || { $ref: "#/definitions/text" },
      },
      attachments: { type: "object", additionalProperties: { $ref: "#/definitions/bundle" } },
      cell: byKind("cell_type", cells(closed, has), relaxed ? ["metadata"] : undefined),
      output: byKind("output_type", outputs(closed), relaxed ? [] : undefined),
    },
  };
}

function notebookMetadata(has: (since: number) => boolean): Schema {
  const text = { type: "string" };
  return {
    type: "object",
    properties: {
      kernelspec: {
        type: "object",
        required: ["name", "display_name"],
        properties: { name: text, display_name: text },
      },
      language_info: {
        type: "object",
        required: ["name"],
        properties: {
          name: text,
          codemirror_mode: { type: ["string", "object"] },
          file_extension: text,
          mimetype: text,
          pygments_lexer: text,
        },
      },
      orig_nbformat: { type: "integer", minimum: 1 },
      ...(has(2) ? { title: text, authors: { type: "array" } } : {}),
    },
  };
}

function cells(
  closed: (required: string[], properties: Schema) => Schema,
  has: (since: number) => boolean,
): Schema {
  const metadata = (properties: Schema) => ({
    type: "object",
    properties: {
      name: { type: "string", pattern: "^.+$" },
      tags: { type: "array", uniqueItems: true, items: { type: "string", pattern: "^[^,]+$" } },
      ...(has(3) ? { jupyter: { type: "object" } } : {}),
      ...properties,
    },
  });
  const required = ["cell_type", "metadata", "source", ...(has(5) ? ["id"] : [])];
  const common = {
    cell_type: { type: "string" },
    source: { $ref: "#/definitions/text" },
    ...(has(5) ? { id: { type: "string", pattern: "^[A-Za-z0-9_-]+$", minLength: 1, maxLength: 64 } } : {}),
  };
  const attachments = { $ref: "#/definitions/attachments" };
  const codeMetadata = {
    collapsed: { type: "boolean" },
    scrolled: { enum: [true, false, "auto"] },
    ...(has(4) ? { execution: { type: "object", additionalProperties: { type: "string" } } } : {}),
  };
  return {
    raw: closed(required, { ...common, attachments, metadata: metadata({ format: { type: "string" } }) }),
    markdown: closed(required, { ...common, attachments, metadata: metadata({}) }),
    code: closed([...required, "outputs", "execution_count"], {
      ...common,
      metadata: metadata(codeMetadata),
      outputs: { type: "array", items: { $ref: "#/definitions/output" } },
      execution_count: { $ref: "#/definitions/count" },
    }),
  };
}

function outputs(closed: (required: string[], properties: Schema) => Schema): Schema {
  const type = { output_type: { type: "string" } };
  const data = { data: { $ref: "#/definitions/bundle" }, metadata: { type: "object" } };
  return {
    execute_result: closed(["output_type", "data", "metadata", "execution_count"], {
      ...type,
      ...data,
      execution_count: { $ref: "#/definitions/count" },
    }),
    display_data: closed(["output_type", "data", "metadata"], { ...type, ...data }),
    stream: closed(["output_type", "name", "text"], {
      ...type,
      name: { type: "string" },
      text: { $ref: "#/definitions/text" },
    }),
    error: closed(["output_type", "ename", "evalue", "traceback"], {
      ...type,
      ename: { type: "string" },
      evalue: { type: "string" },
      traceback: { type: "array", items: { type: "string" } },
    }),
  };
}

/**
 * Chooses a schema by the kind that an object says it is, so that an error tells what is wrong with that kind, not
 * that none of them matches.
 *
 * @param unknownKinds what kinds that are not listed must have; `undefined` to refuse them
 */
function byKind(tag: string, kinds: Schema, unknownKinds: string[] | undefined): Schema {
  const names = Object.keys(kinds);
  const choose = (name: string) => ({
    if: { type: "object", required: [tag], properties: { [tag]: { const: name } } },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: kinds[name],
  });
  return {
    type: "object",
    required: [tag, ...(unknownKinds ?? [])],
    properties: { [tag]: unknownKinds === undefined ? { enum: names } : { type: "string" } },
    allOf: names.map(choose),
  };
}
