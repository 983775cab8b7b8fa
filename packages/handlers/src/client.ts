import { createRequire } from "node:module";
import { HandlerError } from "@daybook/eventlog";

const require = createRequire(import.meta.url);

/**
 * Checks that clients are installed without loading them, so that a missing one shows at the start and not at the first
 * event.
 *
 * @throws {HandlerError} naming the packages to install
 */
export function assertInstalled(...names: readonly string[]): void {
  const absent = names.filter((name) => !isInstalled(name)).join(" ");
  if (absent !== "") throw new HandlerError(`needs the package ${absent}: npm install ${absent}`);
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch (error) {
    // One that can only be imported is there all the same.
    return (error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND";
  }
}

/**
 * Loads the client of a handler when it is first needed: most people use one of these handlers at most, and install the
 * client of that one.
 *
 * @param load `() => import("pg")`, with the name as a literal, so that the types are known
 * @throws {HandlerError} naming the package to install, where it is not there
 *
 * @example
 * const { default: pg } = await loadClient("pg", () => import("pg"));
 */
export async function loadClient<Client>(name: string, load: () => Promise<Client>): Promise<Client> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error, name)) throw error;
    throw new HandlerError(`needs the package ${name}: npm install ${name}`, { cause: error });
  }
}

/** True where it is the package itself that is not there, and not something that it asks for. */
function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "ERR_MODULE_NOT_FOUND" && message.includes(`'${name}'`);
}
