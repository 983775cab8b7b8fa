import type { FastifyInstance } from "fastify";
import type { KernelManager } from "./kernel-manager.js";
import { KernelsRoutes } from "./routes.js";

/** Jupyter's REST API of kernels: start, list, interrupt, restart, shut down. */
export function kernelsService(
  app: FastifyInstance,
  { baseUrl }: { readonly baseUrl: string },
  kernels: KernelManager,
): void {
  const routes = new KernelsRoutes(kernels, baseUrl);
  const config = { access: "api", observed: true } as const;
  type ById = { Params: { id: string } };

  app.get("/api/kernels", { config }, async () => routes.list());
  app.post("/api/kernels", { config }, async (request, reply) => routes.start(request, reply));
  app.get<ById>("/api/kernels/:id", { config }, async ({ params }) => routes.get(params.id));
  app.delete<ById>("/api/kernels/:id", { config }, async ({ params }, reply) =>
    routes.shutdown(params.id, reply),
  );
  app.post<ById>("/api/kernels/:id/interrupt", { config }, async ({ params }, reply) =>
    routes.interrupt(params.id, reply),
  );
  app.post<ById>("/api/kernels/:id/restart", { config }, async ({ params }) => routes.restart(params.id));
}

/**
 * Ends all kernels when the server does. They begin to end as soon as it takes no more requests, while those under way
 * are finished: call it before whatever waits for them.
 */
export function closeKernels(app: FastifyInstance, kernels: KernelManager): void {
  app.addHook("preClose", async () => {
    // Its failure is that of the hook below.
    kernels.close().catch(() => {});
  });
  app.addHook("onClose", async () => kernels.close());
}
