import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { JupyterLab } from "./installation.js";
import { type Data, filesIn, type Report, readObject } from "./json-files.js";

const packagePrefix = "jupyterlab_language_pack_";

/**
 * The languages of the front end: `/lab/api/translations`, and `/lab/api/translations/{locale}` for the texts of one.
 * Language packs are packages of Python's, `jupyterlab-language-pack-de-DE` and so on, beside the JupyterLab that is served.
 */
export function translationRoutes(app: FastifyInstance, lab: JupyterLab, report: Report): void {
  const config = { access: "api" } as const;
  const list = async () => {
    const locales = ["en", ...(await languagePacks(lab)).keys()];
    const data = Object.fromEntries(
      locales.map((locale) => [
        locale,
        { displayName: nameIn(locale, "en"), nativeName: nameIn(locale, locale) },
      ]),
    );
    return { data, message: "" };
  };
  app.get("/lab/api/translations", { config }, list);
  app.get("/lab/api/translations/*", { config }, async (request: FastifyRequest) => {
    const { "*": asked } = request.params as { "*": string };
    if (asked === "") return list();
    const locale = asked === "default" ? systemLocale() : asked;
    const folder = (await languagePacks(lab)).get(locale);
    // English is what the front end is written in.
    if (folder === undefined)
      return { data: {}, message: /^en(_|$)/.test(locale) ? "" : `Language pack '${locale}' not installed!` };
    return { data: await texts(folder, locale, report), message: "" };
  });
}

/**
 * The texts of one part of the front end in a language.
 *
 * @param locale such as `de_DE`, or `default` for that of the system
 * @param domain the name of the part, such as `jupyterlab`
 * @returns undefined where there is no language pack for it, or none with this part
 */
export async function textsOf(
  lab: JupyterLab,
  locale: string,
  domain: string,
  report: Report,
): Promise<Data | undefined> {
  const wanted = locale === "default" ? systemLocale() : locale;
  const folder = (await languagePacks(lab)).get(wanted);
  if (folder === undefined || !/^[\w-]+$/.test(domain)) return undefined;
  return readObject(join(folder, "locale", wanted, "LC_MESSAGES", `${domain}.json`), report);
}

/** The folders of the language packs by their locale, such as `de_DE`. */
async function languagePacks({ appDir }: JupyterLab): Promise<Map<string, string>> {
  const prefix = dirname(dirname(dirname(appDir)));
  const packs = new Map<string, string>();
  for (const site of await sitePackages(prefix)) {
    for (const name of await readdir(site).catch(() => [])) {
      const locale = name.startsWith(packagePrefix) ? name.slice(packagePrefix.length) : "";
      if (/^[a-z]{2,3}_[A-Z]{2}$/.test(locale)) packs.set(locale, join(site, name));
    }
  }
  return packs;
}

/** Where an installation of Python keeps its packages: `lib/python3.12/site-packages`, say. */
async function sitePackages(prefix: string): Promise<string[]> {
  const lib = join(prefix, "lib");
  const versions = (await readdir(lib).catch(() => [])).filter((name) => /^python3\.\d+$/.test(name));
  return [
    ...versions.flatMap((name) => [join(lib, name, "site-packages"), join(lib, name, "dist-packages")]),
    join(prefix, "Lib", "site-packages"),
  ];
}

/** A file for each part of the front end: its name without the ending is that of the part. */
async function texts(folder: string, locale: string, report: Report): Promise<Data> {
  const all: Data = {};
  for (const path of await filesIn(join(folder, "locale", locale, "LC_MESSAGES"), [".json"])) {
    const name = path.slice(dirname(path).length + 1, -".json".length);
    all[name] = (await readObject(path, report)) ?? {};
  }
  return all;
}

function systemLocale(): string {
  return new Intl.DateTimeFormat().resolvedOptions().locale.replace("-", "_");
}

function nameIn(locale: string, language: string): string {
  const tag = (text: string) => text.replace("_", "-");
  const name = new Intl.DisplayNames([tag(language)], { type: "language" }).of(tag(locale)) ?? locale;
  return name.charAt(0).toLocaleUpperCase(tag(language)) + name.slice(1);
}
