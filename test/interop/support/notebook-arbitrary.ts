import fc from "fast-check";

type Part = Record<string, unknown>;

const text = fc.oneof(
  fc.constantFrom("", "a", "a\nb", "a\n", "ü 🙂\u2028x", "a\r\nb", "\\n\u0001", "print(1)\n\n"),
  fc.array(fc.constantFrom("a", "a\n", "b\n", ""), { maxLength: 3 }),
);
const string = fc.constantFrom("a", "x y", "python3", "ü");
const metadata = (more: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(
    {
      name: string,
      tags: fc.uniqueArray(fc.constantFrom("a", "b", "ü"), { maxLength: 2 }),
      custom: fc.constantFrom<unknown>({ a: [1, null] }, "x", null, 12345678901, 0.25),
      ...more,
    },
    { requiredKeys: [] },
  );

const bundle = fc.record(
  {
    "text/plain": text,
    "image/png": text,
    "application/javascript": text,
    "application/json": fc.constantFrom<unknown>({ a: 1 }, [1, "a"], "a\nb", null, 5),
    "application/vnd.x+json": fc.constantFrom<unknown>({ a: { b: [] } }, ["a\n", "b"], true),
  },
  { requiredKeys: [] },
);
const count = fc.constantFrom(null, 0, 1, 1000);

const output = fc.oneof(
  fc.record({
    output_type: fc.constant("execute_result"),
    execution_count: count,
    data: bundle,
    metadata: fc.constantFrom({}, { a: 1 }),
  }),
  fc.record({ output_type: fc.constant("display_data"), data: bundle, metadata: fc.constant({}) }),
  fc.record({ output_type: fc.constant("stream"), name: fc.constantFrom("stdout", "x"), text }),
  fc.record({
    output_type: fc.constant("error"),
    ename: string,
    evalue: string,
    traceback: fc.constantFrom([], ["a", "b"]),
  }),
);

function cell(minor: number): fc.Arbitrary<Part> {
  const id: Record<string, fc.Arbitrary<unknown>> = minor >= 5
    ? { id: fc.stringMatching(/^[A-Za-z0-9_-]{9,64}$/) }
    : {};
  const jupyter = { jupyter: fc.constantFrom({}, { source_hidden: true }) };
  const common = { ...id, source: text };
  const attachments = fc.constantFrom({}, { "a.png": { "image/png": "AAEC" } });
  const kinds: fc.Arbitrary<Part>[] = [
    fc.record({
      ...common,
      cell_type: fc.constant("code"),
      execution_count: count,
      outputs: fc.array(output, { maxLength: 3 }),
      metadata: metadata({
        collapsed: fc.boolean(),
        scrolled: fc.constantFrom(true, false, "auto"),
        execution: fc.constantFrom({}, { "iopub.execute_input": "2020-01-01T00:00:00Z" }),
        ...jupyter,
      }),
    }),
  ];
  for (const kind of ["raw", "markdown"]) {
    kinds.push(
      fc.record(
        {
          ...common,
          cell_type: fc.constant(kind),
          attachments,
          metadata: metadata(kind === "raw" ? { format: string, ...jupyter } : jupyter),
        },
        { requiredKeys: ["cell_type", "metadata", "source", ...Object.keys(id)] as never[] },
      ),
    );
  }
  return fc.oneof(...kinds);
}

const notebookMetadata = fc.record(
  {
    kernelspec: fc.record({ name: string, display_name: string, language: string }),
    language_info: fc.record(
      {
        name: string,
        codemirror_mode: fc.constantFrom<unknown>("python", { name: "ipython", version: 3 }),
        file_extension: string,
        mimetype: string,
        pygments_lexer: string,
        version: string,
      },
      { requiredKeys: ["name"] },
    ),
    title: string,
    authors: fc.constantFrom([], [{ name: "a" }]),
    custom: fc.constantFrom<unknown>(1, {}, "x"),
  },
  { requiredKeys: [] },
);

/** A valid notebook of a minor version of format 4. */
function validNotebook(minor: number): fc.Arbitrary<Part> {
  return fc.record({
    cells: fc.array(cell(minor), { maxLength: 4 }),
    metadata: notebookMetadata,
    nbformat: fc.constant(4),
    nbformat_minor: fc.constant(minor),
  });
}

/** Values that are right in some places of a notebook and wrong in most. */
const values: readonly unknown[] = [
  ...[null, true, false, 0, 1, 5, -1, 1.5, "", "a", "a,b", "with space", "a\n", "auto", "x".repeat(65)],
  ...["code", "raw", "heading", "stream", "display_data", "pyout", [], ["a"], [1], ["a", "a"], [null], [[]]],
  ...[{}, { a: 1 }, { "text/plain": 1 }, { name: "x" }, { "application/json": { a: 1 } }],
];
const names = [
  ...[
    "id",
    "name",
    "tags",
    "source",
    "metadata",
    "attachments",
    "outputs",
    "execution_count",
    "text",
    "data",
  ],
  ...["jupyter", "execution", "format", "collapsed", "scrolled", "orig_nbformat", "signature", "kernelspec"],
  ...["nbformat_minor", "cells", "output_type", "cell_type", "further", "text/plain", "application/json"],
];

type Change = (notebook: Part, place: number) => void;

/** Changes that may be made anywhere. */
const anywhere: fc.Arbitrary<Change> = fc
  .tuple(fc.constantFrom("remove", "replace", "add"), fc.constantFrom(...values), fc.constantFrom(...names))
  .map(([kind, value, name]) => (notebook, place) => {
    const places = [...placesIn(notebook)].filter(
      ({ holder, key }) => !(holder === notebook && key === "nbformat"),
    );
    const chosen = pick(places, place);
    if (chosen === undefined) return;
    const { holder, key } = chosen;
    if (kind === "replace") holder[key] = value;
    else if (kind === "remove" && Array.isArray(holder)) holder.splice(Number(key), 1);
    else if (kind === "remove") delete holder[key];
    else addTo(holder[key] ?? notebook, name, value);
  });

function addTo(target: unknown, name: string, value: unknown): void {
  if (Array.isArray(target)) target.push(value);
  else if (typeof target === "object" && target !== null) (target as Part)[name] = value;
}

function* placesIn(holder: object): Generator<{ holder: Part; key: string }> {
  for (const [key, value] of Object.entries(holder)) {
    yield { holder: holder as Part, key };
    if (typeof value === "object" && value !== null) yield* placesIn(value);
  }
}

/** Where a property belongs. */
type Level = "notebook" | "notebook metadata" | "cell" | "cell metadata" | "output" | "bundle";

const bundles = [{}, { a: {} }, { a: 1 }, { a: { "text/plain": 1 } }, { a: { "application/json": 1 } }, null];

/** Values at the edge of what the format allows, of each property. */
const edges: readonly (readonly [Level, string, readonly unknown[]])[] = [
  ["notebook", "nbformat_minor", [-1, 0, 1, 2, 3, 4, 5, 6, 9, "5", 1.5, null]],
  ["notebook", "metadata", [[], null, 1]],
  ["notebook", "further", [1]],
  ["notebook metadata", "orig_nbformat", [0, 1, 4, 1.5, "4", null]],
  ["notebook metadata", "orig_nbformat_minor", [0, "x"]],
  ["notebook metadata", "title", [1, "", null]],
  ["notebook metadata", "authors", [{}, "x", [1], [{ name: 1 }]]],
  ["notebook metadata", "kernelspec", [{}, { name: "a" }, { name: 1, display_name: "x" }, null, "python3"]],
  [
    "notebook metadata",
    "language_info",
    [
      {},
      { name: 1 },
      ...["codemirror_mode", "file_extension", "mimetype", "pygments_lexer", "version"].flatMap((name) =>
        [1, {}, null, []].map((value) => ({ name: "a", [name]: value })),
      ),
    ],
  ],
  ["cell", "id", ["", "a b", "x".repeat(64), "x".repeat(65), "ü", 1, null, "a.b", "-", "🙂"]],
  ["cell", "cell_type", ["heading", "html", 1, null, "Code"]],
  ["cell", "source", [1, [1], null, {}, ["a", null]]],
  ["cell", "attachments", bundles],
  ["cell", "execution_count", [-1, 0, 1.5, "1", true, null]],
  ["cell", "outputs", [null, {}, [1], []]],
  ["cell", "further", [1]],
  ["cell metadata", "tags", [["a", "a"], ["a,b"], [""], [1], "a", [","], [], ["a\nb"]]],
  ["cell metadata", "name", ["", "a", "a\nb", "\n", 1, null]],
  ["cell metadata", "format", [1, null, "text/plain"]],
  ["cell metadata", "jupyter", [1, {}, [], null, { source_hidden: 1 }, { outputs_hidden: "x" }, { a: 1 }]],
  ["cell metadata", "execution", [{ a: 1 }, { a: "b" }, { "iopub.status.busy": 1 }, "a", null, []]],
  ["cell metadata", "collapsed", ["x", 1, null, true]],
  ["cell metadata", "scrolled", ["auto", "x", null, 1, false]],
  ["output", "output_type", ["pyout", "stream", "error", 1, null]],
  ["output", "name", [1, "", null]],
  ["output", "text", [1, [1], null, ["a"]]],
  ["output", "data", [null, [], { a: 1 }]],
  ["output", "metadata", [null, [], { a: 1 }]],
  ["output", "execution_count", [-1, 0, 1.5, "1", null]],
  ["output", "traceback", ["x", [1], null, []]],
  ["output", "ename", [1, null]],
  ["output", "evalue", [1, null]],
  ["output", "further", [1]],
  ["bundle", "application/json", [1, [1], null, {}]],
  ["bundle", "application/+json", [1, {}]],
  ["bundle", "application/json2", [1, "a", {}]],
  ["bundle", "application/x+json", [1, {}]],
  ["bundle", "application/x\n+json", [1, {}]],
  ["bundle", "text/json", [1, {}]],
  ["bundle", "xapplication/json", [1, {}]],
  ["bundle", "text/plain", [1, null, [1], "a"]],
];

const remove = Symbol("remove");

/** Changes of a property to a value at its edge, or its removal. */
const edge: fc.Arbitrary<Change> = fc.constantFrom(...edges).chain(([level, name, candidates]) =>
  fc.constantFrom(...candidates, remove).map(
    (value): Change =>
      (notebook, place) => {
        const holder = pick(holdersAt(notebook, level), place);
        if (holder === undefined) return;
        if (value === remove) delete holder[name];
        else holder[name] = value;
      },
  ),
);

function holdersAt(notebook: Part, level: Level): Part[] {
  const cells = objectsIn(notebook.cells);
  const outputs = cells.flatMap(({ outputs }) => objectsIn(outputs));
  const holders: Record<Level, unknown[]> = {
    notebook: [notebook],
    "notebook metadata": [notebook.metadata],
    cell: cells,
    "cell metadata": cells.map((each) => each.metadata),
    output: outputs,
    bundle: outputs.map((each) => each.data),
  };
  return objectsIn(holders[level]);
}

function objectsIn(list: unknown): Part[] {
  if (!Array.isArray(list)) return [];
  return list.filter((item) => typeof item === "object" && item !== null && !Array.isArray(item));
}

function pick<Item>(items: readonly Item[], place: number): Item | undefined {
  return items[Math.floor(place * items.length)];
}

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** A notebook of format 4.0 to 4.5 with up to two changes that may have made it invalid. */
export const notebookOfFormat4: fc.Arbitrary<Part> = fc
  .tuple(
    fc.integer({ min: 0, max: 5 }).chain(validNotebook),
    fc.array(fc.tuple(fc.oneof({ weight: 4, arbitrary: edge }, anywhere), place), { maxLength: 2 }),
  )
  .map(([valid, changes]) => {
    const notebook = structuredClone(valid);
    for (const [change, where] of changes) change(notebook, where);
    return notebook;
  });
