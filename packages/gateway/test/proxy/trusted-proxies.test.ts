import { expect, test } from "vitest";
import { TrustedProxies } from "../../src/proxy/trusted-proxies.js";

test.each([
  [["10.1.2.3"], "10.1.2.3", true],
  [["10.1.2.3"], "10.1.2.4", false],
  [["10.0.0.0/8"], "10.200.0.1", true],
  [["10.0.0.0/8"], "11.0.0.1", false],
  [["10.0.0.0/8"], "::ffff:10.0.0.1", true],
  [["::1", "fd00::/8"], "fd12::1", true],
  [["fd00::/8"], "10.0.0.1", false],
  [[], "127.0.0.1", false],
  [["127.0.0.1"], undefined, false],
])("with %j, %s: %s", (addresses, address, expected) => {
  expect(new TrustedProxies(addresses).has(address)).toBe(expected);
});

test.each([
  "localhost",
  "10.0.0.0/33",
  "10.0.0.0/",
  "10.0.0.0/-1",
  "999.1.1.1",
  "::1/129",
  "10.0.0.0/1.5",
  "",
])("%j is no address", (address) => {
  expect(() => new TrustedProxies([address])).toThrow(/is no address/);
});
