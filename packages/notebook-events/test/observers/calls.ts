import type { Exchange } from "../../src/index.js";

/** An exchange and the one event it must give, in a form short enough for tables. */
export interface Call extends Partial<Exchange> {
  readonly title: string;
  /** Method, path and status: `"POST api/kernels 201"`. */
  readonly call: string;
  /** The event at the id that the table is of, or `undefined` where the call must give none. */
  readonly event?: Record<string, unknown>;
}

export function exchangeOfCall({ title: _title, call, event: _event, ...rest }: Call): Exchange {
  const [method, path, status] = call.split(" ");
  return { method: method!, path: path!, status: Number(status), ...rest };
}

/** Answers to expect of no server, which an observer has to bear all the same. */
export const oddBodies: readonly unknown[] = [
  undefined,
  null,
  [],
  "text",
  5,
  { id: 5, name: 5 },
  { id: null, name: null },
  Object.create({ id: "inherited", name: "inherited" }),
];

/** Calls of other services, and paths that look like one of ours. */
export function foreignCalls(service: string): string[] {
  return [
    "GET api/contents/a 200",
    `POST api/${service}x 201`,
    `POST api/${service}x 200`,
    `GET ${service}/1 200`,
    `GET files/api/${service}/1 200`,
    `GET api/${service} 200`,
    `GET api/${service}/ 200`,
    `DELETE api/${service} 204`,
    `GET api/${service}/a/b/c 200`,
    `GET api/${service}/%zz 200`,
    `DELETE api/${service}/%ff 204`,
    `HEAD api/${service}/1 200`,
    `GET api/${service}/1 304`,
    `GET api/${service}/1 404`,
    `GET api/${service}/1 500`,
    `DELETE api/${service}/1 200`,
  ];
}
