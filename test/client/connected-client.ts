import { join } from "node:path";
import { ServerConnection } from "@jupyterlab/services";
import { expect } from "vitest";
import type { DaybookServer } from "../support/daybook.js";
import { inOrderOfTime, readEvents, withoutTimes } from "../support/recorded-events.js";
import type { KernelLanguage } from "./kernel-language.js";

/** A server that records whatever is done, and what JupyterLab's own library connects to it with. */
export class ConnectedClient {
  readonly server: DaybookServer;
  readonly serverSettings: ServerConnection.ISettings;
  /** That of the kernel which the server has. */
  readonly language: KernelLanguage;
  readonly #log: string;

  /** @param folder in which the server was started */
  constructor(server: DaybookServer, folder: string, language: KernelLanguage) {
    this.server = server;
    this.language = language;
    this.serverSettings = ServerConnection.makeSettings({
      baseUrl: server.url,
      wsUrl: server.url.replace(/^http/, "ws"),
      appUrl: "lab",
      token: server.token,
      appendToken: true,
    });
    this.#log = join(folder, "event.log");
  }

  /** What the server lists. The library's own list may still be that of an earlier answer. */
  async listed(what: "sessions" | "kernels" | "terminals"): Promise<unknown> {
    return (await this.server.fetch(`api/${what}`)).json();
  }

  /** Ends the server as an operator would. @returns all that it has recorded, in order, without its times */
  async stop(): Promise<Record<string, unknown>[]> {
    expect(await this.server.stop()).toBe(0);
    return withoutTimes(inOrderOfTime(await readEvents(this.#log)));
  }
}
