import { isObject } from "@daybook/eventlog";
import type { FastifyRequest } from "fastify";
import { serverError } from "../errors.js";
import { readJson } from "./json-body.js";

/**
 * The JSON object in a request's body; an empty one where there is no body. Leaves it for the observers.
 *
 * @throws {ServerError} `bad-request` where it is JSON, but no object; what `readJson` throws where it is not
 */
export function readJsonObject(request: FastifyRequest): Record<string, unknown> {
  const body = readJson(request.body);
  request.json = body;
  return body === undefined || body === null ? {} : asObject(body);
}

/** The same where no body is a mistake. @throws {ServerError} `bad-request` where there is none, too */
export function readRequiredJsonObject(request: FastifyRequest): Record<string, unknown> {
  const body = readJson(request.body);
  request.json = body;
  return asObject(body);
}

function asObject(body: unknown): Record<string, unknown> {
  if (!isObject(body)) throw serverError("bad-request", "The body must be a JSON object");
  return body;
}

/** A text in a body; undefined where it is left out or null. @throws {ServerError} `bad-request` for anything else */
export function optionalString(body: Record<string, unknown>, name: string): string | undefined {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw serverError("bad-request", `'${name}' must be a string`);
  return value;
}
