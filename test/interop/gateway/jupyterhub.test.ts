import { KernelManager, ServerConnection } from "@jupyterlab/services";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { readEvents } from "../../support/recorded-events.js";
import { startChromium } from "../support/chromium.js";
import { exampleFile, startGatewayServer } from "../support/gateway-server.js";
import { startHub } from "../support/hub.js";
import { HubUser } from "../support/hub-user.js";

const patience = { timeout: 30_000 };
const serverAction = "hub.jupyter.org/server-action";

/**
 * The example's gateway in front of a real hub, with two users who have logged in through it.
 *
 * @param name of the gateway among the services of the hub
 */
async function startedHub(name = "daybook") {
  const hub = await startHub(name);
  const example = await exampleFile("gateway-jupyterhub/daybook.yaml");
  const configuration = example
    .replace("http://127.0.0.1:8081/hub/api", hub.apiUrl)
    .replace("/services/daybook/", `/services/${name}/`)
    .replace("identity_max_age: 60", "identity_max_age: 1");
  const gateway = await startGatewayServer(configuration, hub.url);
  const browser = await startChromium();
  onTestFinished(() => browser.close());
  const ada = await HubUser.login(browser, gateway.url, "ada");
  const bob = await HubUser.login(browser, gateway.url, "bob");
  const tokens = { ada: await ada.newToken(), bob: await bob.newToken() };
  /** A call of a program with a token. */
  const call = (token: string, method: string, path: string, body?: object, headers = {}) =>
    fetch(gateway.url + path, {
      method,
      headers: { Authorization: `token ${token}`, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const post = async (token: string, path: string, event: object) =>
    (await call(token, "POST", path, { schema: serverAction, version: 1, event })).status;
  return { hub, gateway, browser, ada, bob, tokens, call, post };
}

test("two users of a hub work, and the log has who did what on whose server", async () => {
  const { hub, gateway, browser, ada, bob, tokens, call, post } = await startedHub();
  const file = { type: "file", format: "text", content: "x" };

  // With the cookies of browsers, and as nobody says they are.
  expect((await ada.call("PUT", "user/ada/api/contents/a.txt", file)).status()).toBe(201);
  expect((await bob.call("PUT", "user/bob/api/contents/b.txt", file)).status()).toBe(201);
  expect((await bob.call("PUT", "user/ada/api/contents/b.txt", file)).status()).not.toBe(201);

  // With tokens, on a server with a name.
  expect((await call(tokens.ada.token, "POST", "hub/api/users/ada/servers/lab")).status).toBeLessThan(203);
  const isUp = async () => (await call(tokens.ada.token, "GET", "user/ada/lab/api/status")).status;
  await expect.poll(isUp, patience).toBe(200);
  const claims = { "X-Forwarded-User": "bob", "X-JupyterHub-User": "bob" };
  const put = await call(tokens.ada.token, "PUT", "user/ada/lab/api/contents/c.txt", file, claims);
  expect(put.status).toBe(201);
  expect((await call(tokens.bob.token, "PUT", "user/ada/lab/api/contents/d.txt", file)).status).toBe(403);

  // Code in a notebook posts events with the token that its server has.
  expect(await runOnServer(gateway.url, "user/ada/", tokens.ada.token, postingCode(gateway.url))).toBe(
    "204 204 403 403",
  );

  expect(
    await post(tokens.bob.token, "services/daybook/api/eventlog", { action: "stop", servername: "" }),
  ).toBe(204);
  expect(await post(tokens.bob.token, "user/ada/api/eventlog", { action: "stop", servername: "" })).toBe(403);
  const ofHub = { action: "start", username: "cem", servername: "" };
  expect(await post(hub.token, "services/daybook/api/eventlog", ofHub)).toBe(204);

  // A token that was taken back.
  const revoked = await ada.call("DELETE", `hub/api/users/ada/tokens/${tokens.ada.id}`);
  expect(revoked.status()).toBe(204);
  const withRevoked = () => post(tokens.ada.token, "services/daybook/api/eventlog", { action: "stop" });
  await expect.poll(withRevoked, patience).toBe(403);

  await browser.close();
  expect(await gateway.stop()).toBe(0);
  const events = await readEvents(gateway.log);
  const of = (schema: string) => events.filter(({ __schema__: id }) => String(id).endsWith(schema));
  const onFiles = of("user-actions").filter(({ kind, action }) => kind === "contents" && action !== "get");
  const names = ({ action, username, confirmed_by: by, owner, servername, path }: Record<string, unknown>) =>
    [action, path, "by", username, by, "on", owner, servername].join(" ");
  expect(onFiles.map(names)).toEqual([
    "upload a.txt by ada server on ada ",
    "upload b.txt by bob server on bob ",
    "upload c.txt by ada hub on ada lab",
  ]);
  // Whatever pages have looked at, each looked at their own.
  for (const { username, owner } of of("user-actions")) expect(username).toBe(owner);
  expect(new Set(of("user-actions").map(({ kind }) => kind))).toContain("kernel");
  const posted = of("server-action").map(({ action, username, servername }) =>
    [action, username, servername].join(" "),
  );
  expect(posted.filter((line, index) => line !== posted[index - 1])).toEqual([
    "start ada ",
    "start ada fromcode",
    "stop bob ",
    "start cem ",
  ]);
}, 120_000);

test("a gateway with another name at the hub answers there, and who has logged out is nobody", async () => {
  const { hub, gateway, browser, ada, tokens, post } = await startedHub("audit");
  const stop = { action: "stop", servername: "" };
  expect(await post(tokens.bob.token, "services/audit/api/eventlog", stop)).toBe(204);
  const ofHub = { action: "start", username: "cem", servername: "" };
  expect(await post(hub.token, "services/audit/api/eventlog", ofHub)).toBe(204);
  // That address is the hub's, which has no such service.
  expect(await post(tokens.bob.token, "services/daybook/api/eventlog", stop)).not.toBe(204);

  const save = (path: string) =>
    ada.call("PUT", `user/ada/api/contents/${path}`, { type: "file", format: "text", content: "x" });
  expect((await save("a.txt")).status()).toBe(201);
  const page = await ada.context.newPage();
  await page.goto(`${gateway.url}hub/logout`);
  expect((await save("b.txt")).ok()).toBe(false);

  await browser.close();
  expect(await gateway.stop()).toBe(0);
  const events = await readEvents(gateway.log);
  const posted = events.filter(({ __schema__: schema }) => schema === serverAction);
  expect(posted.map(({ action, username }) => `${action} ${username}`)).toEqual(["stop bob", "start cem"]);
  const saved = events.filter(({ action, kind }) => kind === "contents" && action === "upload");
  expect(saved.map(({ path, username }) => `${path} ${username}`)).toEqual(["a.txt ada"]);
}, 120_000);

/** Python that posts four events as a server's own program would: two that are its own, two in the name of bob. */
function postingCode(url: string): string {
  return `
import json, os, urllib.error, urllib.request

def post(path, event):
    body = json.dumps({"schema": "${serverAction}", "version": 1, "event": event}).encode()
    headers = {"Authorization": "token " + os.environ["JUPYTERHUB_API_TOKEN"]}
    request = urllib.request.Request("${url.replace(/\/$/, "")}" + path, body, headers)
    try:
        return urllib.request.urlopen(request).status
    except urllib.error.HTTPError as error:
        return error.code

own = os.environ["JUPYTERHUB_SERVICE_PREFIX"] + "api/eventlog"
print(post(own, {"action": "start"}),
      post("/services/daybook/api/eventlog", {"action": "start", "servername": "fromcode"}),
      post(own, {"action": "start", "username": "bob"}),
      post("/user/bob/api/eventlog", {"action": "start"}), end="")
`;
}

/** Runs code in a new kernel, as JupyterLab does. @returns what it printed */
async function runOnServer(hubUrl: string, path: string, token: string, code: string): Promise<string> {
  // Servers of a hub take no token in the address of a WebSocket.
  class WithToken extends WebSocket {
    constructor(address: string, protocols: string[]) {
      super(address, protocols, { headers: { Authorization: `token ${token}` } });
    }
  }
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: hubUrl + path,
    token,
    WebSocket: WithToken as never,
  });
  const kernels = new KernelManager({ serverSettings });
  onTestFinished(() => kernels.dispose());
  await kernels.ready;
  const kernel = await kernels.startNew({ name: "python3" });
  const future = kernel.requestExecute({ code });
  let printed = "";
  future.onIOPub = ({ content }) => {
    if ("text" in content) printed += content.text;
    if ("evalue" in content) printed += content.evalue;
  };
  await future.done;
  await kernel.shutdown();
  return printed;
}
