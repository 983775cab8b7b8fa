import { expect, test } from "vitest";
import { labServer } from "../../support/installed-lab.js";

const files = {
  "share/jupyter/lab/static/third-party-licenses.json": JSON.stringify({
    packages: [{ name: 'left, "pad"', versionInfo: "1.0.0", licenseId: "MIT", extractedText: "Be\nkind." }],
  }),
};

test("the licenses of what runs in the browser are told, by who brought it", async () => {
  const { call } = await labServer(files);
  const { bundles } = (await call("GET", "/lab/api/licenses/?full_text=true&format=json")).json();
  expect(Object.keys(bundles)).toEqual(["@org/painter", "@jupyterlab/application-top"]);
  expect(bundles["@jupyterlab/application-top"].packages).toEqual([
    { name: 'left, "pad"', versionInfo: "1.0.0", licenseId: "MIT", extractedText: "Be\nkind." },
  ]);
});

test("as a table and as Markdown, to keep", async () => {
  const { call } = await labServer(files);
  const csv = await call("GET", "/lab/api/licenses/?format=csv&download=1");
  expect(csv.headers["content-disposition"]).toBe('attachment; filename="jupyterlab-licenses.csv"');
  expect(csv.text).toContain('"@jupyterlab/application-top","left, ""pad""","1.0.0","MIT","Be\nkind."');
  const markdown = await call("GET", "/lab/api/licenses/?format=markdown");
  expect(markdown.headers["content-type"]).toBe("text/markdown; charset=utf-8");
  expect(markdown.text).toContain('## left, "pad" 1.0.0 (MIT)\n\n    Be\n    kind.');
  expect((await call("GET", "/lab/api/licenses/?format=markdown&full_text=false")).text).not.toContain("Be");
});

test("another form is refused", async () => {
  const { call } = await labServer(files);
  expect((await call("GET", "/lab/api/licenses/?format=constructor")).status).toBe(400);
});
