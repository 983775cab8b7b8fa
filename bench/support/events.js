// The events and schemas that the benchmarks record: small, nested with withheld fields, and large.
const open = ["unrestricted"];
const personal = ["personally-identifiable-information"];

export const small = {
  schema: {
    $id: "example.org/bench/small",
    version: 1,
    type: "object",
    required: ["action", "path"],
    properties: {
      action: { enum: ["get", "create", "save", "rename", "delete"], categories: open },
      path: { type: "string", categories: open },
    },
  },
  event: { action: "save", path: "analysis/Tides 2026.ipynb" },
};

const text = { type: "string" };

/** 12 properties, an object in an object, an array of objects; `requester`, `email` and `session.path` are withheld. */
export const nested = {
  schema: {
    $id: "example.org/bench/nested",
    version: 1,
    type: "object",
    required: ["action", "session"],
    properties: {
      action: { enum: ["get", "modify"], categories: open },
      requester: { ...text, categories: personal },
      session: {
        type: "object",
        categories: open,
        required: ["id"],
        properties: {
          id: text,
          path: { ...text, categories: personal },
          name: text,
          type: text,
          kernel: {
            type: "object",
            properties: { id: text, name: text, state: text, connections: { type: "integer" } },
          },
        },
      },
      tags: {
        type: "array",
        categories: open,
        items: { type: "object", properties: { key: text, value: { type: "number" } } },
      },
      count: { type: "integer", categories: open },
      ratio: { type: "number", categories: open },
      silent: { type: "boolean", categories: open },
      note: { ...text, categories: open },
      email: { ...text, categories: personal },
      host: { ...text, categories: open },
      started: { ...text, categories: open },
      parent: { type: ["string", "null"], categories: open },
    },
  },
  event: {
    action: "modify",
    requester: "ada",
    session: {
      id: "d2f1c3a4-5b6e-4f70-8a91-b2c3d4e5f607",
      path: "analysis/Tides 2026.ipynb",
      name: "Tides 2026.ipynb",
      type: "notebook",
      kernel: { id: "5f0e1d2c-3b4a-4958-8776-655443322110", name: "python3", state: "idle", connections: 2 },
    },
    tags: [
      { key: "course", value: 12 },
      { key: "group", value: 3 },
      { key: "week", value: 41.5 },
    ],
    count: 12,
    ratio: 0.25,
    silent: true,
    note: "opened from the launcher",
    email: "ada@example.org",
    host: "hub-3",
    started: "2026-11-23T06:39:42Z",
    parent: null,
  },
};

/** About 20 KB: a cell of code that somebody ran. */
export const large = {
  schema: {
    $id: "example.org/bench/large",
    version: 1,
    type: "object",
    properties: { code: { ...text, categories: open }, lines: { type: "integer", categories: open } },
  },
  event: { code: 'frame = read("tides.csv")  # "raw"\n'.repeat(570), lines: 570 },
};
