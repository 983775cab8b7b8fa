import { v1Protocol } from "@daybook/notebook-events";
import type { FastifyInstance } from "fastify";
import { userOf } from "../../../identity/user.js";
import type { Kernel } from "../kernel.js";
import type { KernelManager } from "../kernel-manager.js";
import { ChannelsClient } from "./channels-client.js";
import type { CompleteChannelsOptions } from "./channels-options.js";
import { ExecutionAccount, type ExecutionAccountParts } from "./execution-account.js";
import { KernelChannels } from "./kernel-channels.js";

/**
 * `/api/kernels/{id}/channels`: the WebSockets of kernels, in both of Jupyter's protocols, and the account of what is run
 * through them. Call it before any kernel is started, so that none goes unseen.
 */
export function channelsService(
  app: FastifyInstance,
  kernels: KernelManager,
  options: CompleteChannelsOptions,
  account: ExecutionAccountParts,
): void {
  const channels = new Map<Kernel, KernelChannels>();
  kernels.on("kernel", (kernel) => {
    channels.set(kernel, new KernelChannels(kernel, new ExecutionAccount(kernel.id, account), options));
    kernel.once("closed", () => channels.delete(kernel));
  });

  app.get<{ Params: { id: string }; Querystring: { session_id?: unknown } }>(
    "/api/kernels/:id/channels",
    {
      websocket: true,
      config: { access: "api", protocols: [v1Protocol] },
      // Before the upgrade, so that clients get a status.
      preValidation: async ({ params }) => void kernels.get(params.id),
    },
    (socket, request) => {
      const kernelChannels = channels.get(kernels.get(request.params.id)) as KernelChannels;
      const { session_id: sessionId } = request.query;
      const client = new ChannelsClient(socket, userOf(request).username);
      kernelChannels.connect(client, typeof sessionId === "string" ? sessionId : undefined);
    },
  );
}
