import { loadConfiguration } from "../configuration/configuration.js";
import { policyReport } from "../report/policy-report.js";
import { type Command, configFlag, withoutConfig } from "./command.js";

/** Opens no handler: to ask about a policy must not touch the log of a server that runs with it. */
export const policyCommand: Command = {
  words: ["policy"],
  summary: "shows what a configuration records, withholds and denies",
  details: withoutConfig,
  flags: { config: configFlag },
  async run({ values, terminal }) {
    const configuration = await loadConfiguration({ file: values.config, cwd: terminal.cwd });
    terminal.out(policyReport(configuration));
    return 0;
  },
};
