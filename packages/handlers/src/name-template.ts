import { EventLogError, type SpooledEvent } from "@daybook/eventlog";

const placeholder = /\{([^{}]*)\}/g;
const values = ["schema", "version"] as const;

/**
 * The name of where an event goes, made of its schema: `events.{schema}`. What is put in becomes one word of letters,
 * digits, `_` and `-`, so that neither a dot nor a wildcard of an id means something to a broker.
 *
 * @example
 * new NameTemplate("MyHandler", "subject", "events.{schema}", /^[\w.-]+$/).fill(event);
 * // "events.hub_jupyter_org_server-action"
 */
export class NameTemplate {
  readonly text: string;

  /**
   * @param handler and option, for messages
   * @param pattern what names may be, once all is put in
   * @throws {EventLogError} code `invalid-option`
   */
  constructor(handler: string, option: string, text: string, pattern: RegExp) {
    const known = (name = "") => values.some((value) => value === name);
    const wrong = [...text.matchAll(placeholder)].find(([, name]) => !known(name));
    if (wrong !== undefined) {
      const message = `the ${option} of a ${handler} knows {schema} and {version}, not ${wrong[0]}`;
      throw new EventLogError("invalid-option", message);
    }
    if (!pattern.test(text.replace(placeholder, "x"))) {
      const message = `the ${option} of a ${handler} is no name that a broker takes; write one such as events.{schema}`;
      throw new EventLogError("invalid-option", message);
    }
    this.text = text;
  }

  fill(event: SpooledEvent): string {
    if (!this.text.includes("{")) return this.text;
    const { __schema__, __schema_version__ } = event.event;
    return this.text.replace(placeholder, (_, name) =>
      String(name === "schema" ? __schema__ : __schema_version__).replace(/[^\w-]/g, "_"),
    );
  }
}
