import type { FastifyInstance, FastifyRequest } from "fastify";
import { serverError } from "../../errors.js";
import { readRequiredJsonObject } from "../../http/json-object.js";
import type { CompleteServerOptions } from "../../options.js";
import { ConfigSections } from "./config-sections.js";

/** Far more than front ends keep here. */
const bodyLimit = 4 * 1024 * 1024;

/** A section is a file: what Jupyter's addresses can name, and no file system minds. */
const nameForm = /^\w{1,100}$/;

/** What front ends keep of their configuration: `/api/config/{section}`. */
export function configService(
  app: FastifyInstance,
  { jupyterPaths, report }: Pick<CompleteServerOptions, "jupyterPaths" | "report">,
): void {
  const sections = new ConfigSections(jupyterPaths, report);
  const config = { access: "api" } as const;
  const url = "/api/config/:section";
  app.get(url, { config }, async (request) => sections.get(sectionOf(request)));
  app.put(url, { config, bodyLimit }, async (request, reply) => {
    await sections.set(sectionOf(request), readRequiredJsonObject(request));
    return reply.code(204).send();
  });
  app.patch(url, { config, bodyLimit }, async (request) =>
    sections.update(sectionOf(request), readRequiredJsonObject(request)),
  );
}

function sectionOf(request: FastifyRequest): string {
  const { section } = request.params as { section: string };
  if (!nameForm.test(section)) throw serverError("not-found", "There is no section of such a name");
  return section;
}
