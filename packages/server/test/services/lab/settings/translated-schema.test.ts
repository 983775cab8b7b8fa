import { expect, test } from "vitest";
import { translateSchema } from "../../../../src/services/lab/settings/translated-schema.js";

const texts = {
  "schema\u0004Theme": ["Thema"],
  "schema\u0004Red, green or blue": ["Rot, gruen oder blau"],
  "settings\u0004Colour": ["Farbe"],
  "settings\u0004Empty": [""],
  "menu\u0004Paint": ["Malen"],
  red: ["rot"],
};

test("titles, descriptions and labels are translated by what they are used for, and nothing else is", () => {
  const schema = {
    title: "Theme",
    "jupyter.lab.menus": { main: [{ id: "Paint", items: [{ label: "Paint" }] }] },
    definitions: { brush: { properties: { colour: { title: "Colour" } } } },
    properties: {
      colour: { title: "Colour", description: "Theme", default: "red", enum: ["red", "Colour"] },
      empty: { title: "Empty" },
    },
  };
  expect(translateSchema(schema, texts)).toEqual({
    title: "Thema",
    "jupyter.lab.menus": { main: [{ id: "Paint", items: [{ label: "Malen" }] }] },
    definitions: { brush: { properties: { colour: { title: "Farbe" } } } },
    properties: {
      colour: { title: "Farbe", description: "Theme", default: "red", enum: ["red", "Colour"] },
      empty: { title: "Empty" },
    },
  });
});

test("a schema names further texts by patterns of their paths, of which wrong ones are passed over", () => {
  const schema = {
    "jupyter.lab.internationalization": { selectors: ["hints/.*/text", "(", 7] },
    hints: { colour: { text: "Red, green or blue", title: "Theme" } },
  };
  expect(translateSchema(schema, texts).hints).toEqual({
    colour: { text: "Rot, gruen oder blau", title: "Theme" },
  });
});
