import { type Acknowledgement, acknowledgements } from "./acknowledgement.js";
import { EventLogError } from "./errors.js";
import type { Handler } from "./handler.js";
import { assertHandler } from "./hand-over.js";

/** What any handler can be given beside its own options. */
export interface RouteOptions {
  /** The ids of the only schemas whose events it gets. Default: all that are recorded. */
  readonly schemas?: readonly string[];
  /** How far events must have come at this handler before a sender hears that they are kept. Default: the log's. */
  readonly ack?: Acknowledgement;
}

/** A handler with them. */
export interface RoutedHandler extends RouteOptions {
  readonly handler: Handler;
}

/** Tells a handler with options from a bare one. */
export function isRouted(given: Handler | RoutedHandler): given is RoutedHandler {
  return typeof given === "object" && given !== null && "handler" in given;
}

/** A handler of a log, with the events that go there. */
export class HandlerRoute {
  readonly handler: Handler;
  readonly ack: Acknowledgement | undefined;
  readonly #schemas: ReadonlySet<string> | undefined;

  /** @throws {EventLogError} code `invalid-option` */
  constructor(handler: Handler, { schemas, ack }: RouteOptions) {
    assertHandler(handler);
    if (schemas !== undefined && !isListOfTexts(schemas)) {
      throw new EventLogError("invalid-option", "the schemas of a handler are a list of schema ids");
    }
    if (ack !== undefined) assertAcknowledgement(ack);
    this.handler = handler;
    this.ack = ack;
    this.#schemas = schemas && new Set(schemas);
  }

  get takesAll(): boolean {
    return this.#schemas === undefined;
  }

  /** True where events of a schema go to the handler. */
  takes(schema: string): boolean {
    return this.#schemas === undefined || this.#schemas.has(schema);
  }
}

/** @throws {EventLogError} code `invalid-option` */
export function assertAcknowledgement(ack: Acknowledgement): void {
  if (acknowledgements.includes(ack)) return;
  throw new EventLogError("invalid-option", `an ack is one of ${acknowledgements.join(", ")}`);
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}
