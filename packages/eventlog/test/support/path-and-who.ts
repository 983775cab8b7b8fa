/** A schema with one property that every policy admits, and one that none does by itself. */
export const schemaOf = ($id: string) => ({
  $id,
  version: 1,
  properties: {
    path: { type: "string", categories: ["unrestricted"] },
    who: { categories: ["pii"] },
  },
});
