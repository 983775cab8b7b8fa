import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { testOptions, testServer, token } from "../support/test-server.js";

const schema = "daybook/file-transfers";
const headers = { authorization: `token ${token}` };

async function recordingServer() {
  const allowedCategories = ["personally-identifiable-information"];
  const options = await testOptions({ allowedSchemas: { [schema]: { allowedCategories } } });
  const server = await testServer(options);
  const transfers = () =>
    options.memory.events.map(
      ({ __timestamp__, __schema__, __schema_version__, __metadata_version__, ...event }) => event,
    );
  return { ...options, ...server, transfers };
}

test("a download is recorded when it has been sent, with its bytes and its user", async () => {
  const { rootDir, url, transfers } = await recordingServer();
  await writeFile(join(rootDir, "tides.csv"), "a,b\n".repeat(100_000));
  const answer = await fetch(`${url}files/tides.csv`, { headers });
  await answer.arrayBuffer();
  await fetch(`${url}files/tides.csv`, { headers: { ...headers, range: "bytes=4-7" } });
  await vi.waitFor(() => expect(transfers()).toHaveLength(2));
  const event = {
    direction: "download",
    path: "tides.csv",
    media_type: "text/csv",
    username: userInfo().username,
    confirmed_by: "server",
  };
  expect(transfers()).toEqual([
    { ...event, extent: "whole", bytes: 400_000 },
    { ...event, extent: "part", bytes: 4 },
  ]);
});

test("a download that breaks off is recorded as such, with no more bytes than were sent", async () => {
  const { rootDir, url, transfers } = await recordingServer();
  const size = 64 * 1024 * 1024;
  await writeFile(join(rootDir, "film.mp4"), Buffer.alloc(size));
  const { port, host } = new URL(url);
  const socket = connect(Number(port), "127.0.0.1");
  socket.write(`GET /files/film.mp4 HTTP/1.1\r\nHost: ${host}\r\nAuthorization: token ${token}\r\n\r\n`);
  await once(socket, "data");
  expect(transfers()).toEqual([]);
  socket.destroy();
  await vi.waitFor(() => expect(transfers()).toHaveLength(1));
  const [event] = transfers();
  expect(event).toMatchObject({ direction: "download", path: "film.mp4", extent: "broken-off" });
  expect(event?.bytes).toBeGreaterThan(0);
  expect(event?.bytes).toBeLessThan(size);
});

test("an upload is recorded with the size of the file, a save is not", async () => {
  const { url, transfers } = await recordingServer();
  const put = () =>
    fetch(`${url}api/contents/a.md`, {
      method: "PUT",
      headers,
      body: JSON.stringify({ type: "file", format: "text", content: "Grüezi" }),
    });
  expect([(await put()).status, (await put()).status]).toEqual([201, 200]);
  expect(transfers()).toEqual([
    {
      direction: "upload",
      path: "a.md",
      extent: "whole",
      bytes: 7,
      media_type: "text/markdown",
      username: userInfo().username,
      confirmed_by: "server",
    },
  ]);
});

test("what is not sent is not recorded", async () => {
  const { rootDir, url, transfers } = await recordingServer();
  await writeFile(join(rootDir, "a.md"), "");
  const get = async (path: string, more = {}) => {
    const answer = await fetch(`${url}files/${path}`, { headers: { ...headers, ...more } });
    await answer.arrayBuffer();
    return answer;
  };
  expect((await get("missing.csv")).status).toBe(404);
  expect((await get("a.md", { "if-match": '"another"' })).status).toBe(412);
  await get("a.md");
  await vi.waitFor(() => expect(transfers()).toHaveLength(1));
  expect(transfers()).toEqual([expect.objectContaining({ path: "a.md", extent: "whole", bytes: 0 })]);
});
