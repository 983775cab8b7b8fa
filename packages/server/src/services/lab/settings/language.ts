import { isObject } from "@daybook/eventlog";
import { ServerError } from "../../../errors.js";
import type { JupyterLab } from "../installation.js";
import type { Data, Report } from "../json-files.js";
import { textsOf } from "../translations.js";
import { domainOf, type Texts, translateSchema } from "./translated-schema.js";

/** The plugin in whose settings a person chooses the language. */
const languagePlugin = "@jupyterlab/translation-extension:plugin";

/** The settings of a plugin, with its schema. */
interface Settings {
  readonly schema: Data;
  readonly settings: Data;
}

/** Shows the settings of plugins in the language that the person chose. */
export class SettingsLanguage {
  readonly #lab: JupyterLab;
  readonly #read: (id: string, overrides: Data) => Promise<Settings>;
  readonly #report: Report;

  /** @param read gives the settings of a plugin */
  constructor(lab: JupyterLab, read: (id: string, overrides: Data) => Promise<Settings>, report: Report) {
    this.#lab = lab;
    this.#read = read;
    this.#report = report;
  }

  /** What translates the schemas of one answer, so that each file of texts is read once. */
  async translator(overrides: Data): Promise<<Shown extends Settings>(shown: Shown) => Promise<Shown>> {
    const locale = await this.#locale(overrides);
    const known = new Map<string, Promise<Texts | undefined>>();
    return async (shown) => {
      const domain = domainOf(shown.schema);
      if (!known.has(domain)) known.set(domain, textsOf(this.#lab, locale, domain, this.#report));
      const texts = await known.get(domain);
      return texts === undefined ? shown : { ...shown, schema: translateSchema(shown.schema, texts) };
    };
  }

  async #locale(overrides: Data): Promise<string> {
    try {
      const { schema, settings } = await this.#read(languagePlugin, overrides);
      const properties = isObject(schema.properties) ? schema.properties : {};
      const property = isObject(properties.locale) ? properties.locale : {};
      const locale = settings.locale ?? property.default;
      return typeof locale === "string" ? locale : "en";
    } catch (error) {
      // Not every application has it.
      if (error instanceof ServerError && error.code === "not-found") return "en";
      throw error;
    }
  }
}
