import { EventLog, type EventLogOptions } from "@daybook/eventlog";
import { Connection } from "../../../server/test/services/kernels/channels/connection.js";
import { testKernels } from "../../../../test/support/test-kernel.js";
import { testOptions, testServer, token } from "../../../server/test/support/test-server.js";
import type { GatewayOptions } from "../../src/index.js";
import { testGateway } from "./test-gateway.js";

export const executionsSchema = "daybook/kernel-executions";
export const everything = { allowedCategories: ["executed-code", "personally-identifiable-information"] };

/** A gateway before a notebook server of ours with the kernel of the tests, which records nothing itself. */
export async function kernelGateway(
  options: Partial<GatewayOptions> = {},
  logOptions: EventLogOptions = { allowedSchemas: { [executionsSchema]: everything } },
) {
  const server = await testServer({
    ...(await testOptions()),
    kernels: testKernels().kernels,
    channels: { limitRate: false },
    log: new EventLog(),
    report: () => {},
  });
  const gateway = await testGateway(server.url, options, logOptions);
  return { ...gateway, ...clientOf(gateway.url), server: clientOf(server.url) };
}

/** What a front end does at an address. */
export function clientOf(url: string) {
  const call = async (method: string, path: string, body?: object) => {
    const answer = await fetch(new URL(path, url), {
      method,
      headers: { Authorization: `token ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get("content-type")?.includes("json");
    return { status: answer.status, body: isJson ? JSON.parse(text) : text };
  };
  const startKernel = async () => (await call("POST", "api/kernels", { name: "test" })).body.id as string;
  const connect = (kernel: string, protocol?: string, headers = {}) =>
    Connection.open(url, kernel, { headers, ...(protocol === undefined ? {} : { protocol }) });
  return { call, startKernel, connect };
}
