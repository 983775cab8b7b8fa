import { Agent, request } from "node:http";

/**
 * Posts a body over and over on some connections, for a bounded number of requests.
 *
 * @returns requests a second
 */
export async function load({ url, headers, body, status, connections = 32, requests }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let left = requests;
  const worker = async () => {
    while (left-- > 0) await post(agent, url, headers, body, status);
  };
  const started = process.hrtime.bigint();
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  agent.destroy();
  return requests / seconds;
}

function post(agent, url, headers, body, status) {
  return new Promise((resolve, reject) => {
    const call = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.on("end", () => {
        if (response.statusCode === status) resolve();
        else reject(new Error(`${url} answered ${response.statusCode}`));
      });
    });
    call.on("error", reject);
    call.end(body);
  });
}
