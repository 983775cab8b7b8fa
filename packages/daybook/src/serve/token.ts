import { randomBytes } from "node:crypto";
import { UsageError } from "../errors.js";
import { serverOptionMistake } from "./server-flags.js";

/**
 * The token of a server: from `--token`, else `JUPYTER_TOKEN`, else the configuration, else a random one.
 *
 * @throws {UsageError} for a token that nobody could send, or an empty `--token`, which would let everybody in
 */
export function chooseToken(sources: {
  readonly flag: string | undefined;
  readonly environment: string | undefined;
  readonly configured: string | undefined;
}): string {
  const { flag, environment, configured } = sources;
  if (flag !== undefined) return checked("--token", flag);
  // JupyterHub and container images set the variable and leave it empty where they have none to give.
  if (environment !== undefined && environment !== "") return checked("JUPYTER_TOKEN", environment);
  return configured ?? randomBytes(24).toString("base64url");
}

function checked(source: string, token: string): string {
  const mistake = serverOptionMistake("token", token);
  if (mistake !== undefined) throw new UsageError(`${source} ${mistake}`);
  return token;
}
