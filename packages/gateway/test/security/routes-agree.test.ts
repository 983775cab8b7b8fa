import { expect, test } from "vitest";
import { RawConnection } from "../../../server/test/support/raw-connection.js";
import { CountingUpstream } from "../support/counting-upstream.js";
import { testGateway } from "../support/test-gateway.js";

// Jupyter's router takes paths as they stand, decodes only what it has matched, and resolves nothing.
test.each([
  ["/api/contents/a%2Fb", [{ action: "get", path: "a/b" }]],
  ["/api/contents/a%2eb", [{ action: "get", path: "a.b" }]],
  ["/api/contents/..%2f..%2fetc", [{ action: "get", path: "../../etc" }]],
  ["/api/contents/../kernels", [{ action: "get", path: "../kernels" }]],
  ["/api/contents/a;b=c", [{ action: "get", path: "a;b=c" }]],
  ["/api/contents/a//b", [{ action: "get", path: "a//b" }]],
  ["/api/contents/a?path=/api/kernels", [{ action: "get", path: "a" }]],
  ["/api/contents/a%3Fb", [{ action: "get", path: "a?b" }]],
  ["/api/contents/a%00b", [{ action: "get", path: "a\0b" }]],
  ["/api/contents/%ff", []],
  ["/api/%63ontents/a", []],
  ["/api%2Fcontents/a", []],
  ["/API/contents/a", []],
  ["/api//contents/a", []],
  ["/api/./contents/a", []],
  ["/other/../api/contents/a", []],
  ["/api/contentsx/a", []],
])("%s reaches the server as it is, and is recorded as what that takes it for", async (target, recorded) => {
  const upstream = await CountingUpstream.start();
  const { url, events } = await testGateway(upstream.url);
  const connection = await RawConnection.to(url);
  connection.send(`GET ${target} HTTP/1.1`, "Host: localhost", "Connection: close", "", "");
  await connection.untilClosed();
  expect(upstream.requests.map((request) => request.target)).toEqual([target]);
  expect(events()).toEqual(recorded);
});
