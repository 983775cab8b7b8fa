import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { handlerName } from "@daybook/eventlog";
import { loadConfiguration } from "../../src/configuration/configuration.js";
import { sections } from "../../src/configuration/options.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

const page = readFileSync(new URL("../../../../docs/configuration.md", import.meta.url), "utf8");

test.each(
  Object.entries(sections).flatMap(([section, options]) =>
    Object.keys(options).map((option) => [section, option] as const),
  ),
)("docs/configuration.md has a row for %s.%s", (section, option) => {
  expect(page).toMatch(new RegExp(`^\\| \`(${section}\\.)?${option}\` \\|`, "m"));
});

test("the four formats of docs/configuration.md are one configuration", async () => {
  const formats = ["yaml", "json", "ts"].map((language) => {
    const [, text = ""] =
      new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page.slice(page.indexOf("## Four"))) ?? [];
    return { name: language === "ts" ? "daybook.config.ts" : `daybook.${language}`, text };
  });
  formats.push({ name: "daybook.config.js", text: formats[2]?.text ?? "" });
  const read = formats.map(async ({ name, text }) => {
    const { settings, handlers, log, warnings } = await loadConfiguration({
      cwd: temporaryFolder({ [name]: text }),
    });
    const names = handlers.map(({ handler }) => handlerName(handler));
    return { app: settings.ServerApp, allowed: [...log.allowedSchemas], names, warnings };
  });
  const [first, ...others] = await Promise.all(read);
  expect(first).toMatchObject({
    app: { port: 8888, rootDir: "notebooks" },
    names: ["FileHandler event.log"],
  });
  expect(first?.warnings).toEqual([]);
  for (const other of others) expect(other).toEqual(first);
});
