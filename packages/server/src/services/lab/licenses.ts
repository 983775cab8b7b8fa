import { basename, join } from "node:path";
import { isObject } from "@daybook/eventlog";
import type { FastifyInstance } from "fastify";
import { serverError } from "../../errors.js";
import type { JupyterLab } from "./installation.js";
import { type Data, type Report, readObject } from "./json-files.js";
import { prebuiltExtensions } from "./page/prebuilt-extensions.js";

const fileName = "third-party-licenses.json";

/** What is known of a package that JupyterLab or an extension is made with. */
interface LicensedPackage {
  readonly name: string;
  readonly versionInfo: string;
  readonly licenseId: string;
  readonly extractedText: string;
}

/** The forms in which the report can be had. */
const formats = {
  json: {
    type: "application/json",
    ending: "json",
    write: (bundles: Bundles) => JSON.stringify({ bundles }, undefined, 2),
  },
  csv: { type: "text/csv", ending: "csv", write: asCsv },
  markdown: { type: "text/markdown", ending: "md", write: asMarkdown },
} as const;

type Bundles = Readonly<Record<string, { readonly packages: readonly LicensedPackage[] }>>;

/** The licenses of what runs in the browser: `/lab/api/licenses?format=json`, or `csv`, or `markdown`. */
export function licenseRoutes(app: FastifyInstance, lab: JupyterLab, report: Report): void {
  app.get("/lab/api/licenses/", { config: { access: "api" } }, async (request, reply) => {
    const { format = "json", full_text: fullText, download } = request.query as Record<string, unknown>;
    if (typeof format !== "string" || !Object.hasOwn(formats, format))
      throw serverError("bad-request", `format must be one of ${Object.keys(formats).join(", ")}`);
    const { type, ending, write } = formats[format as keyof typeof formats];
    const bundles = await licenseBundles(lab, report);
    reply.type(`${type}; charset=utf-8`);
    if (download === "1" || download === "true")
      reply.header("content-disposition", `attachment; filename="jupyterlab-licenses.${ending}"`);
    return reply.send(write(bundles, fullText !== "false"));
  });
}

async function licenseBundles(lab: JupyterLab, report: Report): Promise<Bundles> {
  const places = (await prebuiltExtensions(lab.extensionDirs, report)).map(({ name, folder }) => ({
    name,
    folder,
  }));
  const { name: application } = (await readObject(join(lab.appDir, "static", "package.json"), report)) ?? {};
  places.push({
    name: typeof application === "string" ? application : basename(lab.appDir),
    folder: lab.appDir,
  });
  const bundles: Record<string, { packages: LicensedPackage[] }> = {};
  for (const { name, folder } of places) {
    const packages: LicensedPackage[] = [];
    for (const path of [join(folder, fileName), join(folder, "static", fileName)]) {
      const list = (await readObject(path, report))?.packages;
      if (Array.isArray(list)) packages.push(...list.filter(isObject).map(licensedPackage));
    }
    bundles[name] = { packages };
  }
  return bundles;
}

function licensedPackage(data: Data): LicensedPackage {
  const text = (key: string) => (typeof data[key] === "string" ? (data[key] as string) : "");
  return {
    name: text("name"),
    versionInfo: text("versionInfo"),
    licenseId: text("licenseId"),
    extractedText: text("extractedText"),
  };
}

function asCsv(bundles: Bundles): string {
  const row = (cells: readonly string[]) =>
    `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\r\n`;
  const rows = Object.entries(bundles).flatMap(([bundle, { packages }]) =>
    packages.map((found) =>
      row([bundle, found.name, found.versionInfo, found.licenseId, found.extractedText]),
    ),
  );
  return row(["bundle", "name", "versionInfo", "licenseId", "extractedText"]) + rows.join("");
}

function asMarkdown(bundles: Bundles, fullText: boolean): string {
  const section = ({ name, versionInfo, licenseId, extractedText }: LicensedPackage) =>
    `## ${name} ${versionInfo} (${licenseId || "unknown license"})\n` +
    (fullText && extractedText !== "" ? `\n${indented(extractedText)}\n` : "");
  return Object.entries(bundles)
    .map(([bundle, { packages }]) => `# ${bundle}\n\n${packages.map(section).join("\n")}`)
    .join("\n");
}

/** In Markdown, what is indented by four is shown as it is. */
function indented(text: string): string {
  return text.replace(/^/gm, "    ");
}
