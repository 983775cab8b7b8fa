import type { FastifyInstance, FastifyRequest } from "fastify";
import { serverError } from "../../../errors.js";
import type { JupyterLab } from "../installation.js";
import type { Report } from "../json-files.js";
import { WorkspaceFiles } from "./files.js";

/** A workspace has a few hundred bytes for each open document, and what extensions keep in it. */
const bodyLimit = 32 * 1024 * 1024;

/** What was open and where: `/lab/api/workspaces`, and `/lab/api/workspaces/{name}` for one. */
export function workspaceRoutes(app: FastifyInstance, lab: JupyterLab, report: Report): void {
  const files = new WorkspaceFiles(lab.workspacesDir, report);
  const config = { access: "api" } as const;
  const nameOf = (request: FastifyRequest) => {
    const { "*": name } = request.params as { "*": string };
    if (name === "") throw serverError("bad-workspace", "The address must name a workspace");
    return name;
  };
  const list = async () => {
    const values = await files.list();
    return { workspaces: { ids: values.map(({ metadata }) => metadata.id), values } };
  };

  app.get("/lab/api/workspaces", { config }, list);
  app.get("/lab/api/workspaces/*", { config }, async (request) =>
    (request.params as { "*": string })["*"] === "" ? list() : files.read(nameOf(request)),
  );
  app.put("/lab/api/workspaces/*", { config, bodyLimit }, async (request, reply) => {
    await files.write(nameOf(request), request.body);
    return reply.code(204).send();
  });
  app.delete("/lab/api/workspaces/*", { config }, async (request, reply) => {
    await files.delete(nameOf(request));
    return reply.code(204).send();
  });
}
