import { EventLog } from "@daybook/eventlog";
import { expect, test } from "vitest";
import { NewUploads } from "../../src/observation/new-uploads.js";
import { ObservedCall } from "../../src/observation/observed-call.js";
import { priorStateOf, priorStatePath } from "../../src/observation/prior-state.js";
import { SinglePlace } from "../../src/places/place.js";
import { RouteObserver } from "../../src/observation/route-observer.js";

const schemas = ["eventlogging.jupyter.org/jupyter_server/session-actions"];

function watch(method: string, url: string) {
  const observer = new RouteObserver(
    new EventLog({ allowedSchemas: schemas }),
    new SinglePlace("/user/ada/"),
  );
  return observer.watch({ method, url } as never);
}

test("only calls whose events are allowed are looked at", () => {
  expect(watch("DELETE", "/user/ada/api/sessions/1?12345")).toMatchObject({
    place: { path: "api/sessions/1" },
  });
  expect(watch("OPTIONS", "/user/ada/api/sessions/1")).toBeUndefined();
  expect(watch("constructor", "/user/ada/api/sessions/1")).toBeUndefined();
  expect(watch("DELETE", "/user/bob/api/sessions/1")).toBeUndefined();
  expect(watch("DELETE", "/api/sessions/1")).toBeUndefined();
  expect(watch("GET", "/user/ada/api/contents/a")).toBeUndefined();
});

test("how a session was before is asked for where it changes or goes", () => {
  const call = watch("PATCH", "/user/ada/api/sessions/1");
  expect(call && priorStatePath(call)).toBe("/user/ada/api/sessions/1");
  expect(priorStateOf({ priorState: "itself" }, { id: "1" }, undefined)).toEqual({ id: "1" });
  const list = [{ id: "1" }, null, { id: "2" }];
  expect(priorStateOf({ priorState: "list" }, list, { id: "2" })).toEqual({ id: "2" });
  expect(priorStateOf({ priorState: "list" }, list, { id: "3" })).toBeUndefined();
  expect(priorStateOf({ priorState: "list" }, "no list", { id: "3" })).toBeUndefined();
  const open = watch("GET", "/user/ada/api/sessions/1");
  expect(open && priorStatePath(open)).toBeUndefined();
});

test("an answer that is compressed all the same is told of, without anything of it", () => {
  const call = watch("GET", "/user/ada/api/sessions/1");
  if (call === undefined) throw new Error("it is not watched");
  const problems: string[] = [];
  const report = (problem: string): void => void problems.push(problem);
  const observed = new ObservedCall(call, { log: new EventLog(), uploads: new NewUploads(), report });
  observed.answered(200, { headers: { "content-encoding": "gzip" } } as never);
  observed.received?.(Buffer.from([0x1f, 0x8b]));
  observed.ended();
  expect(problems).toEqual([expect.stringMatching(/compressed .*gzip/)]);
});
