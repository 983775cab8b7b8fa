import { isObject } from "@daybook/eventlog";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { ServerError } from "../../../errors.js";
import { readJson } from "../../../http/json-body.js";
import type { JupyterLab } from "../installation.js";
import type { Data, Report } from "../json-files.js";
import { SettingsLanguage } from "./language.js";
import { settingsOverrides } from "./overrides.js";
import { settingsIds, settingsSchema } from "./schemas.js";
import { largestSettings, UserSettingsFiles } from "./user-settings.js";

/** The settings of JupyterLab's plugins: `/lab/api/settings`, and `/lab/api/settings/{id}` for one. */
export function settingsRoutes(app: FastifyInstance, lab: JupyterLab, report: Report): void {
  const files = new UserSettingsFiles(lab.userSettingsDir, report);
  const config = { access: "api" } as const;
  const read = async (id: string, overrides: Data) => {
    const schema = await settingsSchema(lab, id, overrides, report);
    return { ...schema, ...(await files.read(schema)) };
  };
  const language = new SettingsLanguage(lab, read, report);
  const idOf = (request: FastifyRequest) => (request.params as { "*": string })["*"];

  const list = async (request: FastifyRequest) => {
    const ids = await settingsIds(lab, report);
    const { ids_only: idsOnly } = request.query as { ids_only?: unknown };
    if (idsOnly === "true") return { settings: ids.map((id) => ({ id })) };
    const overrides = await settingsOverrides(lab, report);
    const settings: unknown[] = [];
    // One after the other: all at once would open as many files.
    const translate = await language.translator(overrides);
    for (const id of ids) {
      try {
        settings.push(await translate(await read(id, overrides)));
      } catch (error) {
        // The other plugins are to have theirs.
        if (!(error instanceof ServerError)) throw error;
        report(`the settings of ${id} are passed over: ${error.message}`);
      }
    }
    return { settings };
  };

  app.get("/lab/api/settings", { config }, list);
  app.get("/lab/api/settings/*", { config }, async (request) => {
    if (idOf(request) === "") return list(request);
    const overrides = await settingsOverrides(lab, report);
    const translate = await language.translator(overrides);
    return translate(await read(idOf(request), overrides));
  });

  app.put("/lab/api/settings/*", { config, bodyLimit: largestSettings }, async (request, reply) => {
    const schema = await settingsSchema(lab, idOf(request), await settingsOverrides(lab, report), report);
    const body = readJson(request.body);
    await files.write(schema, isObject(body) ? body.raw : undefined);
    return reply.code(204).send();
  });
}
