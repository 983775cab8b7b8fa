import { expect, test } from "vitest";
import { labServer } from "../../support/installed-lab.js";

const german = {
  "lib/python3.12/site-packages/jupyterlab_language_pack_de_DE/locale/de_DE/LC_MESSAGES/jupyterlab.json":
    '{"": {"domain": "jupyterlab"}, "File": ["Datei"]}',
};

test("without language packs there is English", async () => {
  const { call } = await labServer();
  const english = { en: { displayName: "English", nativeName: "English" } };
  expect((await call("GET", "/lab/api/translations?1")).json()).toEqual({ data: english, message: "" });
  for (const locale of ["en", "en_US"])
    expect((await call("GET", `/lab/api/translations/${locale}`)).json()).toEqual({ data: {}, message: "" });
});

test("a language pack beside JupyterLab is found, and its texts are sent by their part of the front end", async () => {
  const { call } = await labServer(german);
  expect((await call("GET", "/lab/api/translations")).json().data.de_DE).toEqual({
    displayName: "German (Germany)",
    nativeName: "Deutsch (Deutschland)",
  });
  expect((await call("GET", "/lab/api/translations/de_DE")).json()).toEqual({
    data: { jupyterlab: { "": { domain: "jupyterlab" }, File: ["Datei"] } },
    message: "",
  });
});

test.each([
  "fr_FR",
  "..%2f..",
  "de_DE%2f..%2f..",
  "__proto__",
])("there is none for %s, and it is said so", async (locale) => {
  const { call } = await labServer(german);
  const answer = (await call("GET", `/lab/api/translations/${locale}`)).json();
  expect(answer).toEqual({ data: {}, message: expect.stringMatching(/not installed/) });
});
