import type { Call } from "./calls.js";

const id = "ae790fd6-a87c-44b5-b211-21b6c6d40f84";
const kernel = { id: "33d79ef9-0d88-4cef-98f5-6ed0539447da", name: "python3" };

/** A session as jupyter_server 2 answers with it. */
const model = {
  id,
  path: "a.ipynb",
  name: "a.ipynb",
  type: "notebook",
  kernel: {
    ...kernel,
    last_activity: "2026-11-24T18:24:01.126046Z",
    execution_state: "starting",
    connections: 0,
  },
  notebook: { path: "a.ipynb", name: "a.ipynb" },
};

/** The same as events have it. */
const session = { id, path: "a.ipynb", name: "a.ipynb", type: "notebook", kernel };

const other = { id: "2098703b-7218-47fe-9652-36a3daa24a47", name: "ir" };

export const sessionActions: readonly Call[] = [
  {
    title: "a session looked up",
    call: `GET api/sessions/${id} 200`,
    responseBody: model,
    user: "ada",
    event: { action: "get", requester: "ada", session },
  },
  {
    title: "a session opened",
    call: "POST api/sessions 201",
    requestBody: { path: "a.ipynb", name: "a.ipynb", type: "notebook", kernel: { name: "python3" } },
    responseBody: model,
    user: "ada",
    event: { action: "create", requester: "ada", session },
  },
  {
    title: "a session of a document that has one already, which is given out as it is",
    call: "POST api/sessions 201",
    responseBody: model,
    priorState: model,
    user: "ada",
    event: { action: "get", requester: "ada", session },
  },
  {
    title: "a session opened where another was before",
    call: "POST api/sessions 201",
    responseBody: model,
    priorState: { ...model, id: "0a" },
    user: "ada",
    event: { action: "create", requester: "ada", session },
  },
  {
    title: "a document renamed",
    call: `PATCH api/sessions/${id} 200`,
    requestBody: { path: "/b/c.ipynb" },
    responseBody: { ...model, path: "/b/c.ipynb/" },
    priorState: model,
    user: "ada",
    event: {
      action: "modify",
      requester: "ada",
      session: { ...session, path: "b/c.ipynb" },
      prior_state: session,
    },
  },
  {
    title: "another kernel",
    call: `PATCH api/sessions/${id} 200`,
    requestBody: { kernel: { name: "ir" } },
    responseBody: { ...model, kernel: { ...model.kernel, ...other } },
    priorState: model,
    user: "ada",
    event: {
      action: "modify",
      requester: "ada",
      session: { ...session, kernel: other },
      prior_state: session,
    },
  },
  {
    title: "a change of a session that nobody knew before",
    call: `PATCH api/sessions/${id} 200`,
    responseBody: model,
    event: { action: "modify", requester: "", session },
  },
  {
    title: "a session closed",
    call: `DELETE api/sessions/${id} 204`,
    priorState: model,
    user: "ada",
    event: { action: "delete", requester: "ada", session },
  },
  {
    title: "a session closed that nobody knew before",
    call: `DELETE api/sessions/${id} 204`,
    user: "ada",
    event: { action: "delete", requester: "ada", session: { id } },
  },
  {
    title: "a session without a kernel",
    call: `GET api/sessions/${id} 200`,
    responseBody: { ...model, kernel: null },
    event: {
      action: "get",
      requester: "",
      session: { id, path: "a.ipynb", name: "a.ipynb", type: "notebook" },
    },
  },
  {
    title: "what is missing or of a wrong type as absent",
    call: `GET api/sessions/${id} 200`,
    responseBody: { id, path: 5, name: null, kernel: { id: kernel.id, name: [] } },
    event: { action: "get", requester: "", session: { id, kernel: { id: kernel.id } } },
  },
];
