import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { RawConnection } from "../support/raw-connection.js";
import { testOptions, testServer, token } from "../support/test-server.js";

const allowedSchemas = [
  "https://events.jupyter.org/jupyter_server/contents_service/v1",
  "eventlogging.jupyter.org/jupyter_server/checkpoint-actions",
];

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A server whose root lies beside what must not be reached: another folder, and one whose name begins as the root's. */
async function server(baseUrl = "/") {
  const base = await mkdtemp(join(tmpdir(), "daybook-traversal-"));
  folders.push(base);
  const rootDir = join(base, "root");
  for (const folder of ["root/folder", "root-evil", "outside/.ipynb_checkpoints"]) {
    await mkdir(join(base, folder), { recursive: true });
  }
  const outside = [
    "secret.txt",
    "outside/secret.txt",
    "root-evil/secret.txt",
    "outside/.ipynb_checkpoints/secret-checkpoint.txt",
  ];
  for (const file of outside) await writeFile(join(base, file), "the secret");
  await writeFile(join(rootDir, "mine.txt"), "mine");
  await symlink(join(base, "outside"), join(rootDir, "link"));
  await symlink("../../outside/secret.txt", join(rootDir, "folder/link.txt"));
  await symlink(join(base, "root-evil"), join(rootDir, "evil"));
  await symlink(join(base, "outside/made.txt"), join(rootDir, "broken.txt"));
  const problems: string[] = [];
  const { memory, log } = await testOptions({ allowedSchemas });
  const { url } = await testServer({
    log,
    token,
    rootDir,
    baseUrl,
    report: (problem) => problems.push(problem),
  });

  /** Sends a request line as it is written here: HTTP clients resolve `..` in a URL before they send it. */
  const call = async (method: string, target: string, body = "") => {
    const connection = await RawConnection.to(url);
    connection.send(
      `${method} ${target} HTTP/1.1`,
      "Host: localhost",
      `Authorization: token ${token}`,
      "Connection: close",
      `Content-Length: ${body.length}`,
      "",
      body,
    );
    const answer = await connection.untilClosed();
    return { answer, status: Number(answer.slice(9, 12)) };
  };

  return { base, call, memory, problems, allFiles: () => contentsOf(base) };
}

/** Every file below a folder with its content, links not followed. */
async function contentsOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(
      files
        .sort()
        .map(async (file) => [file.slice(folder.length + 1), await readFile(file, "utf8")] as const),
    ),
  );
}

/** Ways out of the root, as they stand in a request line. */
const waysOut: readonly string[] = [
  "../secret.txt",
  "..",
  "../outside/secret.txt",
  "folder/../../outside/secret.txt",
  "%2e%2e/outside/secret.txt",
  "%2E%2e/outside/secret.txt",
  ".%2e/outside/secret.txt",
  "..%2foutside%2fsecret.txt",
  "..%2Foutside/secret.txt",
  "%2e%2e%2foutside%2fsecret.txt",
  "folder%2f..%2f..%2foutside%2fsecret.txt",
  "%252e%252e%252foutside%252fsecret.txt",
  "..%252foutside%252fsecret.txt",
  "%25252e%25252e/outside/secret.txt",
  "..\\outside\\secret.txt",
  "..%5coutside%5csecret.txt",
  "%2e%2e%5coutside%5csecret.txt",
  "..%255coutside%255csecret.txt",
  "%c0%ae%c0%ae/outside/secret.txt",
  "%c0%ae%c0%ae%c0%afoutside%c0%afsecret.txt",
  "%e0%80%ae%e0%80%ae/outside/secret.txt",
  "%uff0e%uff0e/outside/secret.txt",
  "....//outside/secret.txt",
  "..;/outside/secret.txt",
  "/../outside/secret.txt",
  "/..//..//outside/secret.txt",
  "./../outside/secret.txt",
  "%00../outside/secret.txt",
  "../outside/secret.txt%00.png",
  "link/secret.txt%00",
  "../root-evil/secret.txt",
  "..%2froot-evil%2fsecret.txt",
  "%2e%2e/root-evil/secret.txt",
  "link/secret.txt",
  "link%2fsecret.txt",
  "link/",
  "link/made.txt",
  "link/../secret.txt",
  "folder/link.txt",
  "evil/secret.txt",
  "broken.txt",
];

const model = JSON.stringify({ type: "file", format: "text", content: "overwritten" });
const text = (path: string) => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/** Every call that takes a path, given one as a request line has it. */
const calls: Readonly<
  Record<string, (path: string) => readonly [method: string, target: string, body?: string]>
> = {
  "GET a file or folder": (path) => ["GET", `api/contents/${path}`],
  "GET without content, with its hash": (path) => ["GET", `api/contents/${path}?content=0&hash=1`],
  "GET /files": (path) => ["GET", `files/${path}`],
  "GET /files to download": (path) => ["GET", `files/${path}?download=1`],
  "POST a new file": (path) => ["POST", `api/contents/${path}`, '{"type": "file", "ext": ".txt"}'],
  "POST a copy into it": (path) => ["POST", `api/contents/${path}`, '{"copy_from": "mine.txt"}'],
  "POST a copy of it": (path) => ["POST", "api/contents/", JSON.stringify({ copy_from: path })],
  "POST a copy of it, decoded": (path) => [
    "POST",
    "api/contents/",
    JSON.stringify({ copy_from: text(path) }),
  ],
  "POST trust": (path) => ["POST", `api/contents/${path}/trust`],
  "PUT a file": (path) => ["PUT", `api/contents/${path}`, model],
  "PUT a chunk": (path) => ["PUT", `api/contents/${path}`, model.replace("{", '{"chunk": 1, ')],
  "PUT a folder": (path) => ["PUT", `api/contents/${path}`, '{"type": "directory"}'],
  "PATCH it away": (path) => ["PATCH", `api/contents/${path}`, '{"path": "moved.txt"}'],
  "PATCH onto it": (path) => ["PATCH", "api/contents/mine.txt", JSON.stringify({ path })],
  "PATCH onto it, decoded": (path) => [
    "PATCH",
    "api/contents/mine.txt",
    JSON.stringify({ path: text(path) }),
  ],
  DELETE: (path) => ["DELETE", `api/contents/${path}`],
  "GET its checkpoints": (path) => ["GET", `api/contents/${path}/checkpoints`],
  "POST a checkpoint": (path) => ["POST", `api/contents/${path}/checkpoints`],
  "POST to restore it": (path) => ["POST", `api/contents/${path}/checkpoints/checkpoint`],
  "DELETE its checkpoint": (path) => ["DELETE", `api/contents/${path}/checkpoints/checkpoint`],
};

/** What may come of a path that is a plain, if odd, name on this system: a file of that name, inside the root. */
function isPlainName(path: string): boolean {
  const name = text(path);
  return (
    !name.includes("\0") && !name.split("/").includes("..") && !/^(link|evil|broken|folder\/link)/.test(name)
  );
}

describe.each(["/", "/user/ada/"])("below %s", (baseUrl) => {
  test.each(
    Object.entries(calls),
  )("%s: nothing outside of the root is told or changed", async (_name, callOf) => {
    const { base, call, allFiles, memory, problems } = await server(baseUrl);
    const before = await allFiles();
    for (const path of waysOut) {
      const [method, target, body] = callOf(path);
      const { answer, status } = await call(method, baseUrl + target, body);
      const line = `${method} ${target}: ${status}`;
      expect(answer, line).not.toContain("the secret");
      expect(answer, line).not.toContain(base);
      // Bodies are not percent-encoded, so that what stands in them encoded is an odd name.
      if (!isPlainName(path) && !(body ?? "").includes("%")) expect(line).toMatch(/: 40[04]$/);
      expect(line).toMatch(/: [24]\d\d$/);
    }
    for (const [file, content] of Object.entries(await allFiles())) {
      if (!file.startsWith("root/")) expect([file, content]).toEqual([file, before[file]]);
    }
    expect(await readdir(join(base, "outside"))).toEqual([".ipynb_checkpoints", "secret.txt"]);
    expect(await readdir(join(base, "root-evil"))).toEqual(["secret.txt"]);
    expect((await readdir(base)).sort()).toEqual(["outside", "root", "root-evil", "secret.txt"]);
    for (const { path } of memory.events) expect(String(path).split("/")).not.toContain("..");
    expect(problems).toEqual([]);
  });
});

test("an address whose fixed part is encoded is no address, so that no call goes unrecorded", async () => {
  const { call, memory } = await server("/user/ada/");
  for (const target of [
    "/user/ada/%61pi/contents/mine.txt",
    "/user/ada/api/%63ontents/mine.txt",
    "/user/%61da/api/contents/mine.txt",
  ]) {
    expect([target, (await call("GET", target)).status]).toEqual([target, 404]);
  }
  expect(memory.events).toEqual([]);
});

test("a whole URL as target, which clients send to proxies, is read as its path", async () => {
  const { call, memory } = await server("/user/ada/");
  expect((await call("GET", "http://localhost/user/ada/api/contents/mine.txt")).status).toBe(200);
  expect(memory.events).toMatchObject([{ action: "get", path: "mine.txt" }]);
  expect((await call("GET", "http://localhost/user/ada/api/contents/../secret.txt")).status).toBe(404);
});
