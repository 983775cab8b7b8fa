import { type ServerError, serverError } from "../../errors.js";

/** Why the library that sends files sends none: the error for the status that it would answer with. */
export function notSent(status: number): ServerError {
  if (status === 412) return serverError("precondition-failed");
  return serverError(status === 416 ? "range-not-satisfiable" : "not-found");
}
