import { once } from "node:events";
import { type IncomingMessage, request, type RequestOptions } from "node:http";
import { expect, test } from "vitest";
import { RawConnection } from "../../../server/test/support/raw-connection.js";
import { testGateway } from "../support/test-gateway.js";
import { bodyOf, testUpstream } from "../support/test-upstream.js";

/** The answer to a request, with its body still to come. */
async function answerTo(url: string, options: RequestOptions = {}, body = ""): Promise<IncomingMessage> {
  const outgoing = request(url, { agent: false, ...options });
  outgoing.end(body);
  const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
  return answer;
}

test("an answer comes back as it is: status, words, doubled headers, body", async () => {
  const upstream = await testUpstream((_request, response) => {
    response.sendDate = false;
    response.writeHead(207, "Some Words", [
      "Set-Cookie",
      "a=b; Path=/; HttpOnly",
      "set-cookie",
      "c=d",
      "X-Odd",
      "\xe4",
      "Content-Length",
      "5",
    ]);
    response.end(Buffer.from("hello"));
  });
  const { url } = await testGateway(upstream.url);
  const answer = await answerTo(url);
  expect([answer.statusCode, answer.statusMessage]).toEqual([207, "Some Words"]);
  expect(answer.rawHeaders.slice(0, 8)).toEqual([
    "Set-Cookie",
    "a=b; Path=/; HttpOnly",
    "set-cookie",
    "c=d",
    "X-Odd",
    "\xe4",
    "Content-Length",
    "5",
  ]);
  expect(answer.headers.date).toBeUndefined();
  expect(await bodyOf(answer)).toBe("hello");
});

test.each([
  ["HEAD", 200, { "Content-Length": "12345" }],
  ["GET", 204, {}],
  ["GET", 304, { ETag: '"a"' }],
  ["OPTIONS", 200, { "Content-Length": "0", Allow: "GET" }],
] as const)("%s answered with %i has its headers and no body", async (method, status, headers) => {
  const upstream = await testUpstream((_request, response) => response.writeHead(status, headers).end());
  const { url } = await testGateway(upstream.url);
  const answer = await answerTo(url, { method });
  expect(answer.statusCode).toBe(status);
  const names = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  expect(answer.headers).toMatchObject(names);
  expect(answer.headers["transfer-encoding"]).toBeUndefined();
  expect(await bodyOf(answer)).toBe("");
});

test.each([
  ["a length", { "Content-Length": "5" }],
  ["chunks", { "Transfer-Encoding": "chunked" }],
])("a body with %s arrives whole, also of methods that seldom have one", async (_name, headers) => {
  const upstream = await testUpstream(async (incoming, response) => {
    response.end(`${incoming.method} ${await bodyOf(incoming)}`);
  });
  const { url } = await testGateway(upstream.url);
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "GET"]) {
    expect(await bodyOf(await answerTo(url, { method, headers }, "hello"))).toBe(`${method} hello`);
  }
});

test("an empty POST stays one without chunks", async () => {
  const upstream = await testUpstream((_request, response) => response.end());
  const { url } = await testGateway(upstream.url);
  await answerTo(url, { method: "POST", headers: { "Content-Length": "0" } });
  expect(upstream.requests[0]?.headers).toMatchObject({ "content-length": "0" });
  expect(upstream.requests[0]?.headers["transfer-encoding"]).toBeUndefined();
});

test("events are passed on one by one, and headers before there is any", async () => {
  const sent: ((text: string) => void)[] = [];
  const upstream = await testUpstream((_request, response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.flushHeaders();
    sent.push((text) => response.write(text));
  });
  const { url } = await testGateway(upstream.url);
  const answer = await answerTo(url);
  for (const text of ["data: 1\n\n", "data: 2\n\n"]) {
    sent[0]?.(text);
    const [piece] = await once(answer, "data");
    expect(String(piece)).toBe(text);
  }
  answer.destroy();
});

test("a request goes on while its body is still coming, and the answer beside it", async () => {
  const upstream = await testUpstream((incoming, response) => {
    response.flushHeaders();
    incoming.pipe(response);
  });
  const { url } = await testGateway(upstream.url);
  const outgoing = request(url, {
    method: "POST",
    agent: false,
    headers: { "Transfer-Encoding": "chunked" },
  });
  outgoing.write("ping 1");
  const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
  expect(String((await once(answer, "data"))[0])).toBe("ping 1");
  outgoing.write("ping 2");
  expect(String((await once(answer, "data"))[0])).toBe("ping 2");
  outgoing.end();
  await once(answer, "end");
});

test("trailers are passed on in both directions, but for those that must stand before a body", async () => {
  const upstream = await testUpstream(async (incoming, response) => {
    await bodyOf(incoming);
    response.writeHead(200, { Trailer: "X-Sum" });
    response.write(JSON.stringify(incoming.trailers));
    response.addTrailers({ "X-Sum": "2", "Content-Type": "text/html" });
    response.end();
  });
  const { url } = await testGateway(upstream.url);
  const outgoing = request(url, { method: "POST", agent: false, headers: { Trailer: "X-Sum" } });
  outgoing.write("hello");
  outgoing.addTrailers({ "X-Sum": "1", "X-Forwarded-For": "10.0.0.1", X_Sum: "3" });
  outgoing.end();
  const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
  expect(answer.headers.trailer).toBe("X-Sum");
  expect(JSON.parse(await bodyOf(answer))).toEqual({ "x-sum": "1" });
  expect(answer.trailers).toEqual({ "x-sum": "2" });
});

test("hints come before the answer", async () => {
  const upstream = await testUpstream((_request, response) => {
    response.writeEarlyHints({ link: "</style.css>; rel=preload; as=style" });
    response.end("hello");
  });
  const { url } = await testGateway(upstream.url);
  const outgoing = request(url, { agent: false }).end();
  const hinted = once(outgoing, "information");
  const answered = once(outgoing, "response");
  const [hint] = await hinted;
  expect(hint).toMatchObject({ statusCode: 103, headers: { link: "</style.css>; rel=preload; as=style" } });
  const [answer] = (await answered) as [IncomingMessage];
  expect(await bodyOf(answer)).toBe("hello");
});

test("100-continue is the word of the server behind", async () => {
  const upstream = await testUpstream(() => {});
  upstream.server.on("checkContinue", async (incoming, response) => {
    if (incoming.url === "/no") return response.writeHead(413, { Connection: "close" }).end("too large");
    response.writeContinue();
    response.end(await bodyOf(incoming));
  });
  const { url } = await testGateway(upstream.url);
  const headers = { Expect: "100-continue", "Content-Length": "5" };
  const outgoing = request(url, { method: "PUT", agent: false, headers });
  outgoing.flushHeaders();
  await once(outgoing, "continue");
  outgoing.end("hello");
  const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
  expect(await bodyOf(answer)).toBe("hello");

  // The client does not send its body, and what it sends next is not taken for that.
  const refused = request(new URL("no", url), { method: "PUT", agent: false, headers });
  refused.flushHeaders();
  const [refusal] = (await once(refused, "response")) as [IncomingMessage];
  expect(refusal.statusCode).toBe(413);
  expect(refusal.headers.connection).toBe("close");
  expect(await bodyOf(refusal)).toBe("too large");
});

test.each([
  ["{upstream}lab?reset", "/lab?reset"],
  ["{upstream}", "/"],
  ["{UPSTREAM}lab", "/lab"],
  ["{upstream}/other.example", "{upstream}/other.example"],
  ["{origin}.other.example/", "{origin}.other.example/"],
  ["/lab", "/lab"],
  ["lab", "lab"],
  ["https://other.example/lab", "https://other.example/lab"],
])("the address %s becomes %s", async (address, expected) => {
  let location = "";
  const upstream = await testUpstream((_request, response) => response.writeHead(302, { location }).end());
  const fill = (text: string): string =>
    text
      .replace("{upstream}", upstream.url)
      .replace("{UPSTREAM}", upstream.url.replace("http", "HTTP"))
      .replace("{origin}", upstream.url.slice(0, -1));
  location = fill(address);
  const { url } = await testGateway(upstream.url);
  expect((await answerTo(url)).headers.location).toBe(fill(expected));
});

test("a part of a file is asked for and answered as such", async () => {
  const upstream = await testUpstream((incoming, response) => {
    response
      .writeHead(206, { "Content-Range": "bytes 2-4/10", "X-Asked": incoming.headers.range })
      .end("cde");
  });
  const { url } = await testGateway(upstream.url);
  const answer = await answerTo(url, { headers: { Range: "bytes=2-4" } });
  expect(answer.headers).toMatchObject({ "content-range": "bytes 2-4/10", "x-asked": "bytes=2-4" });
  expect(await bodyOf(answer)).toBe("cde");
});

test("HTTP/1.0 is answered, without chunks", async () => {
  const upstream = await testUpstream((_request, response) => {
    response.write("hel");
    response.end("lo");
  });
  const { url } = await testGateway(upstream.url);
  const connection = await RawConnection.to(url);
  connection.send("GET / HTTP/1.0", "", "");
  expect(await connection.untilClosed()).toMatch(/^HTTP\/1\.1 200 .*\r\n\r\nhello$/s);
  expect(upstream.requests[0]?.headers.host).toBe(new URL(upstream.url).host);
});
