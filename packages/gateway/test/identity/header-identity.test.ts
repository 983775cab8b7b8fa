import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { HeaderIdentity } from "../../src/identity/header-identity.js";
import { TrustedProxies } from "../../src/proxy/trusted-proxies.js";

const source = new HeaderIdentity(new TrustedProxies(["10.0.0.0/8"]), "x-user");

function who(remoteAddress: string, names?: string[]) {
  const headersDistinct = names === undefined ? {} : { "x-user": names };
  return source.identify({ headersDistinct, socket: { remoteAddress } } as unknown as IncomingMessage);
}

test("a trusted proxy's word counts", async () => {
  expect(await who("10.1.2.3", ["ada"])).toEqual({ username: "ada", source: "header" });
  expect(await who("::ffff:10.1.2.3", ["ada"])).toEqual({ username: "ada", source: "header" });
});

test.each([
  ["somebody else", "192.0.2.1", ["root"]],
  ["a proxy that says nothing", "10.1.2.3", undefined],
  ["a proxy that names nobody", "10.1.2.3", [""]],
  ["a proxy that lets a second header through", "10.1.2.3", ["root", "ada"]],
])("the word of %s does not", async (_name, address, names) => {
  expect(await who(address, names)).toBeUndefined();
});
