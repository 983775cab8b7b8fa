import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { InjectOptions } from "fastify";
import { expect, test } from "vitest";
import { createApplication } from "../../src/application.js";
import { installedLab } from "../support/installed-lab.js";
import { RawConnection } from "../support/raw-connection.js";
import { withRoutes } from "../support/routes.js";
import { testApplication, testOptions, testServer, token } from "../support/test-server.js";

const headers = { authorization: `token ${token}` };

/** Encodes the first letter of each fixed part of a route, one after the other. */
function encodedAddresses(route: string): string[] {
  const parts = route.replaceAll("*", "x").split("/");
  return parts.flatMap((part, index) => {
    if (!/^[a-z]/.test(part) || route.split("/")[index] !== part) return [];
    const encoded = `%${part.charCodeAt(0).toString(16)}${part.slice(1)}`;
    return [parts.with(index, encoded).join("/").replaceAll(":", "")];
  });
}

test("no route is found by an address whose fixed part is encoded", async () => {
  const options = { ...(await testOptions()), lab: installedLab().lab, baseUrl: "/user/ada/" };
  const { app, routes } = await withRoutes(() => createApplication(options));
  try {
    for (const { method, url } of routes) {
      for (const address of encodedAddresses(url)) {
        const call = { method: method as NonNullable<InjectOptions["method"]>, url: address, headers };
        expect([method, address, (await app.inject(call)).statusCode]).toEqual([method, address, 404]);
      }
    }
    expect(routes.length).toBeGreaterThan(50);
  } finally {
    await app.close();
  }
});

test("a download whose address the observers would not know is none", async () => {
  const options = await testOptions({ allowedSchemas: ["daybook/file-transfers"] });
  await writeFile(join(options.rootDir, "a.csv"), "1,2");
  await writeFile(join(options.rootDir, "b c.csv"), "1,2");
  const { url } = await testServer(options);
  const statusOf = async (target: string) => {
    const connection = await RawConnection.to(url);
    connection.send(
      `GET ${target} HTTP/1.1`,
      "Host: localhost",
      `Authorization: token ${token}`,
      "Connection: close",
      "",
      "",
    );
    return (await connection.untilClosed()).slice(9, 12);
  };
  expect(await statusOf("/fil%65s/a.csv")).toBe("404");
  expect(await statusOf("/files/a.csv#b.csv")).toBe("404");
  expect(options.memory.events).toEqual([]);
  expect(await statusOf("/files/%61.csv")).toBe("200");
  expect(await statusOf("/files/b%20c.csv?download=%31")).toBe("200");
});

test("names in an address may be encoded", async () => {
  const app = await testApplication({ ...(await testOptions()), baseUrl: "/user/ada@home/" });
  const url = "/user/ada@home/api/config/%6eotebook";
  expect((await app.inject({ url, headers })).statusCode).toBe(200);
});
