import { testUpstream } from "./test-upstream.js";

/** A hub of two users as the gateway sees it: its API, and the servers of the users. */
export async function testHub() {
  const scopes = (server: string) => [`access:servers!server=${server}`, "read:users:name"];
  const holders: Record<string, object> = {
    "server-of-ada": { kind: "user", name: "ada", scopes: scopes("ada/") },
    "lab-of-ada": { kind: "user", name: "ada", scopes: scopes("ada/lab") },
    "server-of-bob": { kind: "user", name: "bob", scopes: scopes("bob/") },
    "all-of-ada": { kind: "user", name: "ada", scopes: ["access:servers!user=ada"] },
    "name-of-ada": { kind: "user", name: "ada", scopes: ["read:users:name!user=ada"] },
    daybook: { kind: "service", name: "daybook", scopes: [] },
    "service-ada": { kind: "service", name: "ada", scopes: ["access:servers"] },
  };
  /** Whom the servers of the users take the holder of a cookie for; they may lie. */
  const cookies: Record<string, string> = { "ada=1": "ada", "bob=1": "bob" };
  const { url, requests } = await testUpstream((request, response) => {
    const { authorization = "", cookie = "" } = request.headers;
    const answer = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
    if (request.url === "/hub/api/user") {
      const holder = holders[authorization.replace("token ", "")];
      return answer(holder === undefined ? 403 : 200, holder ?? {});
    }
    if (/\/api\/me(\?|$)/.test(request.url ?? "")) {
      const username = cookies[cookie.split("; ")[0] ?? ""];
      return answer(username === undefined ? 403 : 200, { identity: { username } });
    }
    return answer(200, {});
  });
  const asked = (path: string) => requests.filter((request) => request.url === path).length;
  return { url, requests, holders, cookies, asked, options: { hub: { apiUrl: `${url}hub/api` } } };
}
