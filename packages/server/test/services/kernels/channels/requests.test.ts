import { expect, test } from "vitest";
import { Requests } from "../../../../src/services/kernels/channels/requests.js";

test("a message of the kernel is for whoever sent its parent, until the reply", () => {
  const requests = new Requests<string>();
  requests.add("1", "execute_request", "ada");
  requests.add("2", "execute_request", "bob");
  expect(requests.ownerOf("1", "input_request")).toBe("ada");
  expect(requests.ownerOf("1", "execute_reply")).toBe("ada");
  expect(requests.ownerOf("1", "execute_reply")).toBeUndefined();
  expect(requests.ownerOf("2", "execute_reply")).toBe("bob");
  expect(requests.ownerOf("3", "execute_reply")).toBeUndefined();
});

test("an id that is used twice is answered twice", () => {
  const requests = new Requests<string>();
  for (let time = 0; time < 2; time++) requests.add("1", "execute_request", "ada");
  const owners = Array.from({ length: 3 }, () => requests.ownerOf("1", "execute_reply"));
  expect(owners).toEqual(["ada", "ada", undefined]);
});

test("requests without end are refused, and messages that nobody answers push only each other out", () => {
  const requests = new Requests<string>();
  requests.add("first", "execute_request", "ada");
  for (let index = 0; index < 2000; index++) requests.add(`comm-${index}`, "comm_msg", "ada");
  expect(requests.ownerOf("comm-0", "input_request")).toBeUndefined();
  expect(requests.ownerOf("comm-1999", "input_request")).toBe("ada");
  for (let index = 1; index < 10_000; index++)
    expect(requests.add(`${index}`, "x_request", "ada")).toBe(true);
  expect(requests.add("one more", "x_request", "ada")).toBe(false);
  expect(requests.ownerOf("first", "execute_reply")).toBe("ada");
});

test("whoever is forgotten owns nothing", () => {
  const requests = new Requests<string>();
  requests.add("1", "execute_request", "ada");
  requests.add("2", "comm_msg", "ada");
  requests.add("3", "execute_request", "bob");
  requests.forget("ada");
  expect(["1", "2", "3"].map((id) => requests.ownerOf(id, "input_request"))).toEqual([
    undefined,
    undefined,
    "bob",
  ]);
  requests.clear();
  expect(requests.ownerOf("3", "execute_reply")).toBeUndefined();
});
