import { describe, expect, test } from "vitest";
import { RawConnection } from "../support/raw-connection.js";
import { testOptions, testServer } from "../support/test-server.js";

const host = ["Host: localhost", "", ""];
const long = "x".repeat(20_000);

describe("what cannot be read as a request is answered as every other error is", () => {
  test.each([
    ["a malformed escape", 400, ["GET /files/%ff?token=guessed HTTP/1.1", ...host]],
    ["an overlong encoding", 400, ["GET /files/%c0%ae%c0%ae/guessed HTTP/1.1", ...host]],
    ["another URL as target", 400, ["GET http://[/?token=guessed HTTP/1.1", ...host]],
    ["a target that is no URL", 400, ["GET guessed HTTP/1.1", ...host]],
    ["no HTTP at all", 400, ["guessed", "", ""]],
    ["two lengths", 400, ["POST /login HTTP/1.1", "Content-Length: 1", "Content-Length: 2", ...host]],
    [
      "a length and chunks",
      400,
      ["POST /login HTTP/1.1", "Content-Length: 1", "Transfer-Encoding: chunked", ...host],
    ],
    ["no host", 400, ["GET /api?token=guessed HTTP/1.1", "", ""]],
    ["an expectation", 417, ["POST /login HTTP/1.1", "Expect: guessed", ...host]],
    ["headers without end", 431, ["GET /api HTTP/1.1", `X-Long: guessed${long}`, ...host]],
    ["a URL without end", 431, [`GET /guessed${long} HTTP/1.1`, ...host]],
  ])("%s: %i", async (_name, status, lines) => {
    const problems: string[] = [];
    const options = { ...(await testOptions()), report: (problem: string) => problems.push(problem) };
    const { url } = await testServer(options);
    const connection = await RawConnection.to(url);
    connection.send(...lines);
    const answer = await connection.received(/\}$/);
    connection.socket.destroy();

    const [head = "", body = ""] = answer.split("\r\n\r\n");
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toMatch(/content-type: application\/json/i);
    expect(head).toMatch(/x-content-type-options: nosniff/i);
    expect(JSON.parse(body)).toEqual({ message: expect.any(String), reason: expect.any(String) });
    expect(answer).not.toContain("guessed");
    expect(problems).toEqual([]);
  });
});
