import type * as os from "node:os";
import { afterEach, describe, expect, test, vi } from "vitest";
import { testKernels } from "../../../../../test/support/test-kernel.js";
import { testApplication, testOptions, token } from "../../support/test-server.js";

const { userInfo } = vi.hoisted(() => ({ userInfo: vi.fn<() => { username: string }>() }));
vi.mock("node:os", async (original) => ({ ...(await original<typeof os>()), userInfo }));

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

async function server(baseUrl = "/") {
  const app = await testApplication({ ...(await testOptions()), baseUrl });
  return (path: string) =>
    app.inject({ method: "GET", url: `${baseUrl}${path}`, headers: { authorization: `token ${token}` } });
}

describe("GET /api/me", () => {
  test("says who the caller is", async () => {
    userInfo.mockReturnValue({ username: "ada" });
    const get = await server();
    expect((await get("api/me")).json()).toEqual({
      identity: {
        username: "ada",
        name: "ada",
        display_name: "ada",
        initials: "AD",
        avatar_url: null,
        color: null,
      },
      permissions: {},
    });
  });

  test.each([
    [{ JUPYTERHUB_USER: "grace", USER: "root" }, "grace"],
    [{ JUPYTERHUB_USER: "", USER: "alan" }, "alan"],
    [{ JUPYTERHUB_USER: "", USER: "" }, "jovyan"],
  ])("has a name for a user whom the system knows by number only (%o)", async (environment, username) => {
    userInfo.mockImplementation(() => {
      throw new Error("ENOENT: no such file or directory, uv_os_get_passwd");
    });
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const get = await server();
    expect((await get("api/me")).json()).toMatchObject({ identity: { username } });
  });

  test.each([
    ['{"contents": ["read", "write"], "kernels": []}', { contents: ["read", "write"], kernels: [] }],
    ["{}", {}],
  ])("grants whoever has the token what is asked for: %s", async (asked, permissions) => {
    userInfo.mockReturnValue({ username: "ada" });
    const get = await server();
    const response = await get(`api/me?permissions=${encodeURIComponent(asked)}`);
    expect(response.json()).toMatchObject({ permissions });
  });

  test.each([
    "permissions=read",
    "permissions=",
    "permissions=null",
    "permissions=[]",
    "permissions=%7B%22contents%22:%22read%22%7D",
    "permissions=%7B%22contents%22:[1]%7D",
    "permissions=%7B%7D&permissions=%7B%7D",
  ])("refuses a question that it cannot read: %s", async (query) => {
    const get = await server();
    const response = await get(`api/me?${query}`);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ reason: "bad-request" });
  });
});

describe.each(["/", "/user/ada/"])("GET /api/status below %s", (baseUrl) => {
  const at = (time: number) => new Date(Date.UTC(2026, 0, 1) + time);

  async function statusAfter(path: string): Promise<Record<string, unknown>> {
    vi.useFakeTimers({ toFake: ["Date"], now: at(0) });
    const get = await server(baseUrl);
    vi.setSystemTime(at(1000));
    await get(path);
    vi.setSystemTime(at(2000));
    return (await get("api/status")).json();
  }

  test.each([
    "api/contents",
    "api/contents/notes/api",
    "api/contents/notes/api/status",
    "files/api/status?download=1",
  ])("tells when %s was called", async (path) => {
    expect(await statusAfter(path)).toEqual({
      started: at(0).toISOString(),
      last_activity: at(1000).toISOString(),
      connections: 0,
      kernels: 0,
    });
  });

  test.each(["api", "api?1700000000000", "api/status"])("takes %s for no activity", async (path) => {
    expect(await statusAfter(path)).toMatchObject({ last_activity: at(0).toISOString() });
  });
});

test("GET /api/kernelspecs has the form that clients read, with none in it", async () => {
  const get = await server();
  expect((await get("api/kernelspecs")).json()).toEqual({ default: "", kernelspecs: {} });
});

test("GET /api/status counts the kernels, and knows when they were used", async () => {
  const { kernels } = testKernels();
  const app = await testApplication({ ...(await testOptions()), kernels });
  const headers = { authorization: `token ${token}` };
  const started = await app.inject({ method: "POST", url: "/api/kernels", headers });
  const status = (await app.inject({ url: "/api/status", headers })).json();
  expect(status).toMatchObject({ kernels: 1, connections: 0 });
  expect(Date.parse(status.last_activity)).toBeGreaterThanOrEqual(Date.parse(started.json().last_activity));
});
