import { expect, test } from "vitest";
import { HubPlaces } from "../../src/places/hub-places.js";

const places = new HubPlaces("/hubs/one/");

/** Owner, name of the server and path of each place. */
function of(target: string) {
  return places
    .of(`/hubs/one/${target}`)
    .map(({ owner, path }) => [owner?.username, owner?.serverName, path].join(" | "));
}

test.each([
  ["user/ada/api/contents/a?b=c", ["ada |  | api/contents/a", "ada | api | contents/a"]],
  ["user/ada/lab/api/contents/a", ["ada | lab | api/contents/a", "ada |  | lab/api/contents/a"]],
  ["user/ada/api/contents/api/a", ["ada |  | api/contents/api/a", "ada | api | contents/api/a"]],
  ["user/ada/files/a", ["ada |  | files/a", "ada | files | a"]],
  ["user/ada/files/api/contents/a", ["ada | files | api/contents/a", "ada |  | files/api/contents/a"]],
  ["user/ada/api/api/contents/a", ["ada | api | api/contents/a", "ada |  | api/api/contents/a"]],
  ["user/a%20b/c%2Fd/api/me", ["a b | c/d | api/me", "a b |  | c%2Fd/api/me"]],
  ["user/ada/", ["ada |  | "]],
  ["user/ada", []],
  ["user//api/contents", []],
  ["user/%ff/api/contents", []],
  ["hub/api/users/ada", []],
  ["services/other/user/ada/api/contents", []],
])("%s", (target, expected) => {
  expect(of(target)).toEqual(expected);
});

test("what is not below the base URL is of nobody", () => {
  expect(places.of("/user/ada/api/contents")).toEqual([]);
});

test("a place knows where its server is", () => {
  expect(places.of("/hubs/one/user/a%20b/lab/api/me")[0]?.baseUrl).toBe("/hubs/one/user/a%20b/lab/");
});
