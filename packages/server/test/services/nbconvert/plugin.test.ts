import { expect, test } from "vitest";
import { testApplication, testOptions, token } from "../../support/test-server.js";

test("GET /api/nbconvert lists no formats, in the form that clients read", async () => {
  const app = await testApplication(await testOptions());
  const response = await app.inject({ url: "/api/nbconvert", headers: { authorization: `token ${token}` } });
  expect(response.json()).toEqual({});
});
