import type { FastifyInstance } from "fastify";
import type { CompleteServerOptions } from "../../options.js";
import { KernelspecManager } from "../kernelspecs/kernelspec-manager.js";
import { KernelManager } from "./kernel-manager.js";
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

/** What starts kernels, and what knows which there are to start. */
export interface Kernels {
  readonly kernelspecs: KernelspecManager;
  readonly kernels: KernelManager;
}

/**
 * Makes the managers of kernels, and ends all kernels when the server ends. They begin to end as soon as it takes no more
 * requests, while those under way are finished: call it before whatever waits for them.
 */
export function manageKernels(app: FastifyInstance, options: CompleteServerOptions): Kernels {
  const kernelspecs = new KernelspecManager({ ...options.kernels, report: options.report });
  const kernels = new KernelManager({ ...options, options: options.kernels, specs: kernelspecs });
  app.addHook("preClose", async () => {
    // Its failure is that of the hook below.
    kernels.close().catch(() => {});
  });
  app.addHook("onClose", async () => kernels.close());
  return { kernelspecs, kernels };
}
