import { expect, test } from "vitest";
import { labServer } from "../../../support/installed-lab.js";

const schemas = "share/jupyter/lab/schemas/@jupyterlab/translation-extension";
const texts = "lib/python3.12/site-packages/jupyterlab_language_pack_de_DE/locale/de_DE/LC_MESSAGES";
const german = {
  [`${schemas}/plugin.json`]: JSON.stringify({
    properties: { locale: { type: "string", default: "en" } },
  }),
  [`${texts}/jupyterlab.json`]: JSON.stringify({ "schema\u0004Theme": ["Thema"] }),
};
const language = "/lab/api/settings/@jupyterlab/translation-extension:plugin";
const themes = "/lab/api/settings/@jupyterlab/apputils-extension:themes";

test("settings are shown in the language that the person chose, one by one and in the list", async () => {
  const { call } = await labServer(german);
  const titleOf = async () => (await call("GET", themes)).json().schema.title;
  expect(await titleOf()).toBe("Theme");
  expect((await call("PUT", language, { raw: '{"locale": "de_DE"}' })).status).toBe(204);
  expect(await titleOf()).toBe("Thema");
  const { settings } = (await call("GET", "/lab/api/settings")).json();
  expect(settings).toContainEqual(
    expect.objectContaining({
      id: "@jupyterlab/apputils-extension:themes",
      schema: expect.objectContaining({ title: "Thema" }),
    }),
  );
  await call("PUT", language, { raw: '{"locale": "fr_FR"}' });
  expect(await titleOf()).toBe("Theme");
});
