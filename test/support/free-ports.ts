import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** Ports that were free a moment ago, for programs that must be told their own. */
export async function freePorts(): Promise<[number, number, number]> {
  const servers = [createServer(), createServer(), createServer()];
  const ports: number[] = [];
  for (const server of servers) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    ports.push((server.address() as AddressInfo).port);
  }
  for (const server of servers) server.close();
  return ports as [number, number, number];
}
