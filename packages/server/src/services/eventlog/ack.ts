import { type Acknowledgement, acknowledgements } from "@daybook/eventlog";
import { serverError } from "../../errors.js";

/**
 * How far a sender asks to wait, in `?ack=`: it may lower what the operator configured, never raise it.
 *
 * @throws {ServerError} `bad-request`, naming the levels there are
 */
export function readAck(query: unknown): Acknowledgement | undefined {
  const { ack } = query as { ack?: unknown };
  if (ack === undefined) return undefined;
  const level = acknowledgements.find((known) => known === ack);
  if (level === undefined)
    throw serverError("bad-request", `'ack' must be one of ${acknowledgements.join(", ")}`);
  return level;
}
