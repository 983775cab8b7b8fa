import { loadConfiguration, openHandlers } from "../../src/configuration/configuration.js";
import { ConfigurationError } from "../../src/errors.js";

/** What a start with this configuration is refused for; nothing where it is not. */
export async function mistakesIn(file: string | undefined, cwd: string): Promise<readonly string[]> {
  try {
    const configuration = await loadConfiguration({ file, cwd });
    await openHandlers(configuration);
    await configuration.log.close();
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}
