import { v1Protocol } from "@daybook/notebook-events";
import type { FastifyInstance } from "fastify";
import { userOf } from "../../../identity/user.js";
import type { CompleteServerOptions } from "../../../options.js";
import type { SessionManager } from "../../sessions/manager.js";
import type { Kernel } from "../kernel.js";
import type { KernelManager } from "../kernel-manager.js";
import { ChannelsClient } from "./channels-client.js";
import { ExecutionAccount } from "./execution-account.js";
import { KernelChannels } from "./kernel-channels.js";

/**
 * `/api/kernels/{id}/channels`: the WebSockets of kernels, in both of Jupyter's protocols, and the account of what is run
 * through them. Call it before any kernel is started, so that none goes unseen.
 */
export function channelsService(
  app: FastifyInstance,
  { channels: options, log, report }: CompleteServerOptions,
  kernels: KernelManager,
  sessions: SessionManager,
): void {
  const placeOf = (kernelId: string) => {
    const session = sessions.sessionOfKernel(kernelId);
    return { sessionId: session?.id, path: session?.path };
  };
  const channels = new Map<Kernel, KernelChannels>();
  kernels.on("kernel", (kernel) => {
    channels.set(
      kernel,
      new KernelChannels(kernel, new ExecutionAccount(kernel.id, { log, report, placeOf }), options),
    );
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
