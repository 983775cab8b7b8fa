import type { Exchange } from "../../src/index.js";

/** An exchange and the actions that it must give, in a form short enough for tables. */
export interface Case {
  readonly title: string;
  /** Method, path below `api/contents` and status: `"PUT /a.md 200"`. */
  readonly call: string;
  readonly request?: unknown;
  readonly response?: unknown;
  /** The event, or `undefined` where the call must give none. */
  readonly event?: Record<string, string>;
}

export function exchangeOf({ call, request, response }: Case): Exchange {
  const [method, path, status] = call.split(" ");
  return {
    method: method!,
    path: `api/contents${path === "/" ? "" : path}`,
    status: Number(status),
    ...(request === undefined ? {} : { requestBody: request }),
    ...(response === undefined ? {} : { responseBody: response }),
  };
}

export const contentsActions: readonly Case[] = [
  { title: "reading a file", call: "GET /a/b.ipynb 200", event: { action: "get", path: "a/b.ipynb" } },
  { title: "listing the root folder", call: "GET / 200", event: { action: "get", path: "" } },
  { title: "listing a folder named with a slash", call: "GET /a/ 200", event: { action: "get", path: "a" } },
  {
    title: "a path with encoded characters",
    call: "GET /Field%20notes%20%C3%A9%23.md 200",
    event: { action: "get", path: "Field notes é#.md" },
  },
  {
    title: "an encoded percent sign",
    call: "GET /100%2525.md 200",
    event: { action: "get", path: "100%25.md" },
  },
  {
    title: "a new untitled file",
    call: "POST /a 201",
    request: { type: "file", ext: ".txt" },
    response: { path: "a/untitled.txt" },
    event: { action: "create", path: "a/untitled.txt" },
  },
  {
    title: "a new file without a request body",
    call: "POST / 201",
    response: { path: "untitled" },
    event: { action: "create", path: "untitled" },
  },
  {
    title: "an empty copy_from, which Jupyter takes for none",
    call: "POST / 201",
    request: { copy_from: "" },
    response: { path: "untitled" },
    event: { action: "create", path: "untitled" },
  },
  {
    title: "a copy",
    call: "POST /b 201",
    request: { copy_from: "/a/x.ipynb" },
    response: { path: "b/x-Copy1.ipynb" },
    event: { action: "copy", path: "b/x-Copy1.ipynb", source_path: "a/x.ipynb" },
  },
  {
    title: "a save",
    call: "PUT /a.md 200",
    request: { type: "file", content: "x" },
    event: { action: "save", path: "a.md" },
  },
  {
    title: "an upload",
    call: "PUT /a.md 201",
    request: { type: "file", content: "x" },
    response: { path: "a.md" },
    event: { action: "upload", path: "a.md" },
  },
  {
    title: "the last piece of a large file",
    call: "PUT /a.bin 200",
    request: { type: "file", chunk: -1 },
    event: { action: "save", path: "a.bin" },
  },
  {
    title: "an empty PUT, which makes an untitled file",
    call: "PUT /a 201",
    response: { path: "a/untitled" },
    event: { action: "create", path: "a/untitled" },
  },
  {
    title: "a PUT of {}, which is empty to Jupyter",
    call: "PUT /a 201",
    request: {},
    response: { path: "a/untitled" },
    event: { action: "create", path: "a/untitled" },
  },
  {
    title: "a rename",
    call: "PATCH /a%20b.md 200",
    request: { path: "/c/d.md" },
    response: { path: "c/d.md" },
    event: { action: "rename", path: "c/d.md", source_path: "a b.md" },
  },
  {
    title: "a rename whose answer has no path",
    call: "PATCH /a.md 200",
    request: { path: "/b.md" },
    event: { action: "rename", path: "b.md", source_path: "a.md" },
  },
  { title: "a deletion", call: "DELETE /a/b 204", event: { action: "delete", path: "a/b" } },
  {
    title: "a file called checkpoints",
    call: "GET /checkpoints 200",
    event: { action: "get", path: "checkpoints" },
  },
  { title: "a file called trust", call: "GET /a/trust 200", event: { action: "get", path: "a/trust" } },
  {
    title: "a new file in a folder called trust",
    call: "POST /trust 201",
    response: { path: "trust/untitled" },
    event: { action: "create", path: "trust/untitled" },
  },
  {
    title: "a new file in a folder called trust, by a slash that belongs to a name and not to the route",
    call: "POST /a%2Ftrust 201",
    response: { path: "a/trust/untitled" },
    event: { action: "create", path: "a/trust/untitled" },
  },
  {
    title: "a file in a folder called checkpoints",
    call: "GET /checkpoints/day-1 200",
    event: { action: "get", path: "checkpoints/day-1" },
  },
  {
    title: "a file in a folder a/checkpoints whose name no checkpoint can have",
    call: "GET /a/checkpoints/day1.ipynb 200",
    event: { action: "get", path: "a/checkpoints/day1.ipynb" },
  },
  {
    title: "a file deep below a/checkpoints",
    call: "GET /a/checkpoints/b/c 200",
    event: { action: "get", path: "a/checkpoints/b/c" },
  },
  {
    title: "a slash that belongs to a name and not to the route",
    call: "GET /a%2Fcheckpoints 200",
    event: { action: "get", path: "a/checkpoints" },
  },
];

export const checkpointActions: readonly Case[] = [
  {
    title: "a new checkpoint",
    call: "POST /a/b%20c.ipynb/checkpoints 201",
    response: { id: "checkpoint", last_modified: "2026-01-15T09:30:00Z" },
    event: { action: "create", path: "a/b c.ipynb", id: "checkpoint" },
  },
  {
    title: "a checkpoint restored",
    call: "POST /a.ipynb/checkpoints/7d1f_2-x 204",
    event: { action: "restore", path: "a.ipynb", id: "7d1f_2-x" },
  },
  {
    title: "a checkpoint deleted",
    call: "DELETE /a.ipynb/checkpoints/checkpoint 204",
    event: { action: "delete", path: "a.ipynb", id: "checkpoint" },
  },
  {
    title: "a checkpoint of a file that is called checkpoints",
    call: "POST /checkpoints/checkpoints 201",
    response: { id: "checkpoint" },
    event: { action: "create", path: "checkpoints", id: "checkpoint" },
  },
];

/** Calls that neither the contents nor the checkpoints observer may take for an action. */
export const noActions: readonly Case[] = [
  { title: "a file that is not there", call: "GET /a.md 404" },
  { title: "a cached answer", call: "GET /a.md 304" },
  { title: "only headers asked for", call: "HEAD /a.md 200" },
  { title: "a failed save", call: "PUT /a.md 500", request: { type: "file" } },
  { title: "a first piece of a large file", call: "PUT /a.bin 201", request: { chunk: 1 } },
  { title: "a further piece of a large file", call: "PUT /a.bin 200", request: { chunk: 2 } },
  {
    title: "a PATCH to the same path",
    call: "PATCH /a.md 200",
    request: { path: "a.md" },
    response: { path: "a.md" },
  },
  { title: "a PATCH without a path", call: "PATCH /a.md 200", request: {}, response: {} },
  {
    title: "a refused rename",
    call: "PATCH /a.md 409",
    request: { path: "b.md" },
    response: { message: "exists" },
  },
  { title: "a refused deletion", call: "DELETE /a 400" },
  { title: "trust given to a notebook", call: "POST /a.ipynb/trust 201" },
  { title: "trust answered with a model", call: "POST /a.ipynb/trust 201", response: { path: "a.ipynb" } },
  { title: "trust given to a file called checkpoints", call: "POST /a/checkpoints/trust 201" },
  { title: "a list of checkpoints", call: "GET /a.ipynb/checkpoints 200", response: [{ id: "checkpoint" }] },
  { title: "a refused checkpoint", call: "POST /a.ipynb/checkpoints 403", response: { id: "checkpoint" } },
  { title: "a checkpoint that is not there", call: "DELETE /a.ipynb/checkpoints/x 404" },
  { title: "malformed percent-encoding", call: "GET /a%zz.md 200" },
  { title: "percent-encoding that is no UTF-8", call: "DELETE /%ff 204" },
  {
    title: "malformed percent-encoding before checkpoints",
    call: "POST /%/checkpoints 201",
    response: { id: "x" },
  },
];
