import { readdir } from "node:fs/promises";
import { extname } from "node:path";
import { send } from "@fastify/send";
import type { FastifyInstance } from "fastify";
import { contentType } from "mime-types";
import { serverError } from "../../errors.js";
import { mimeTypeOf } from "../contents/model.js";
import { findInstalledFile } from "../lab/installed-files.js";
import type { Kernelspec } from "./kernelspec.js";
import type { KernelspecManager } from "./kernelspec-manager.js";

/** Files beside a `kernel.json` that front ends look for, beside logos. */
const scripts = ["kernel.js", "kernel.css"];

/** For how many seconds browsers keep logos. */
const logoAge = 30 * 24 * 60 * 60;

/** The kernels that could be started, and their logos: Jupyter's `/api/kernelspecs` and `/kernelspecs`. */
export function kernelspecsService(
  app: FastifyInstance,
  { baseUrl }: { readonly baseUrl: string },
  manager: KernelspecManager,
): void {
  const model = async (spec: Kernelspec) => kernelspecModel(spec, baseUrl);

  app.get("/api/kernelspecs", { config: { access: "api" } }, async () => {
    const specs = await manager.all();
    const models = await Promise.all([...specs.values()].map(model));
    return {
      default: await manager.defaultName(specs),
      kernelspecs: Object.fromEntries(models.map((entry) => [entry.name, entry])),
    };
  });

  app.get<{ Params: { name: string } }>(
    "/api/kernelspecs/:name",
    { config: { access: "api" } },
    async ({ params }) => model(await manager.get(params.name)),
  );

  app.get<{ Params: { name: string; "*": string } }>(
    "/kernelspecs/:name/*",
    { config: { access: "api" } },
    async ({ raw, params }, reply) => {
      const { resourceDir } = await manager.get(params.name);
      const file = params["*"];
      // What is sent is opened without a look at it, and a pipe would be waited for.
      if ((await findInstalledFile([resourceDir], file)) === undefined) throw noResource(file);
      const found = await send(raw, file.split("/").map(encodeURIComponent).join("/"), {
        root: resourceDir,
        dotfiles: "deny",
        index: false,
        contentType: false,
        cacheControl: false,
      });
      if (found.type !== "file") throw noResource(file);
      reply.code(found.statusCode).headers(found.headers);
      reply.header("content-type", contentType(mimeTypeOf(file) ?? "") || "application/octet-stream");
      reply.header("cache-control", extname(file) === ".js" ? "no-cache" : `max-age=${logoAge}`);
      return reply.send(found.stream);
    },
  );
}

function noResource(file: string) {
  return serverError("not-found", `There is no such resource: ${file}`);
}

async function kernelspecModel(spec: Kernelspec, baseUrl: string) {
  return {
    name: spec.name,
    spec: {
      argv: spec.argv,
      env: spec.env,
      display_name: spec.displayName,
      language: spec.language,
      interrupt_mode: spec.interruptMode,
      metadata: spec.metadata,
      kernel_protocol_version: spec.protocolVersion,
    },
    resources: await resourcesOf(spec, baseUrl),
  };
}

/** What lies beside the `kernel.json`, by the names front ends know: `kernel.js`, `logo-64x64`. */
async function resourcesOf({ name, resourceDir }: Kernelspec, baseUrl: string) {
  const files = await readdir(resourceDir).catch(() => []);
  const resources = files.flatMap((file) => {
    const key = scripts.includes(file) ? file : logoName(file);
    return key === undefined ? [] : [[key, `${baseUrl}kernelspecs/${name}/${file}`]];
  });
  return Object.fromEntries(resources) as Record<string, string>;
}

function logoName(file: string): string | undefined {
  return file.startsWith("logo-") ? file.slice(0, file.length - extname(file).length) : undefined;
}
