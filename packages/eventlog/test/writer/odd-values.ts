import type { Dice } from "./dice.js";

/** Texts that are hard to write on one line, or to quote. */
export const oddTexts: readonly string[] = [
  ...[
    "",
    '"',
    "\\",
    "\n",
    "\r",
    "\t",
    "\b\f\v",
    "\0",
    "\u001f",
    "\u007f",
    "\u0080",
    "\u0085",
    "\u2028",
    "\u2029",
  ],
  ...[
    "\ud800",
    "\udc00",
    "\udc00\ud800",
    "😀",
    "\ud83d",
    "\ufeff",
    "\uffff",
    "é",
    "__proto__",
    "constructor",
    "</script>",
  ],
  "\u2027\u202a",
  "x".repeat(5000),
  `${"x".repeat(5000)}\u2028`,
  '{"__timestamp__":',
];

/**
 * A name that is hard to write. Not a lone backslash: once JSON.parse of Node 24 has read one, it takes the name of a
 * line break in the same place for it.
 */
export function oddName(dice: Dice): string {
  const name = dice.pick(oddTexts);
  return name === "\\" ? "two\\\\" : name;
}

function throwing(): never {
  throw new Error("«0» an error of the caller's own");
}

function always<Value>(value: Value): () => Value {
  return () => value;
}

class Point {
  x = 1;
  get shown() {
    return "inherited getters are no data";
  }
}
class PointToJson extends Point {
  toJSON(key: string) {
    return { [`at ${key}`]: this.x };
  }
}
class Text extends String {}

type Make = (context: { text: () => string; dice: Dice; event: object; container: object }) => unknown;

const kinds: readonly Make[] = [
  // What JSON cannot carry.
  () => Number.NaN,
  ({ dice }) => dice.pick([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]),
  () => () => "function",
  () => class {},
  () => Symbol("symbol"),
  ({ dice }) => dice.pick([1n, Object(1n)]),
  ({ event, container, dice }) => dice.pick([event, container, [container]]),
  // What JSON changes.
  () => undefined,
  () => -0,
  ({ dice }) =>
    dice.pick([1e21, 1e-7, 2 ** 53 + 1, Number.MIN_VALUE, Number.MAX_VALUE, 1e20, -1e-6, 0.1 + 0.2]),
  ({ text }) => [undefined, text()],
  ({ text }) => {
    const holes: unknown[] = [];
    holes[3] = text();
    return holes;
  },
  ({ text }) => ({ gone: undefined, stays: text() }),
  ({ dice }) => new Date(dice.pick([0, Number.NaN])),
  ({ text, dice }) =>
    dice.pick([new String(text()), new Number(5), new Number(Number.NaN), new Boolean(false)]),
  () => Object(Symbol("boxed")),
  ({ text }) => new Text(text()),
  ({ text }) => Object.assign(new String("boxed"), { more: text() }),
  ({ text }) => new Proxy(new String(text()), {}),
  ({ dice }) => Object.create(dice.pick([String, Number, Boolean, BigInt]).prototype),
  () => Object.assign(new String("a"), { toString: () => "b", valueOf: () => "c" }),
  () => Object.assign(new Number(1), { toString: () => "2", valueOf: () => 3 }),
  ({ dice }) =>
    dice.pick<unknown>([new Map([[1, 2]]), new Set([1]), /x/, new Uint8Array(2), new Error("«1»")]),
  ({ text }) => Promise.resolve(text()),
  // toJSON in all its forms.
  ({ text }) => ({ toJSON: always(text()), a: 1 }),
  () => ({ toJSON: () => undefined }),
  () => [{ toJSON: () => undefined }, 1],
  ({ text }) => ({ toJSON: text(), a: 1 }),
  () => ({ toJSON: null }),
  () => ({ toJSON: undefined, b: 1 }),
  ({ text }) => ({ toJSON: always({ toJSON: () => "not called", a: text() }) }),
  ({ text }) => ({ toJSON: always(new String(text())) }),
  () => ({ toJSON: throwing }),
  () => ({ toJSON: () => Number.NaN }),
  () => Object.defineProperty({ a: 1 }, "toJSON", { get: throwing }),
  ({ text }) => Object.defineProperty({ a: 1 }, "toJSON", { value: always(text()) }),
  ({ text }) => Object.assign([1, 2], { toJSON: always([text()]) }),
  () => Object.assign([1, 2], { toJSON: "no function" }),
  () => Object.assign(() => 1, { toJSON: () => 1 }),
  () => new PointToJson(),
  () => [new PointToJson()],
  // Objects of every kind.
  () => new Point(),
  ({ text }) => Object.assign(Object.create(null), { a: text() }),
  ({ text }) => Object.assign(Object.create({ inherited: text() }), { own: 1 }),
  ({ text }) => Object.create({ inherited: text() }),
  ({ text }) => Object.defineProperty({ a: 1 }, "hidden", { value: text() }),
  ({ text }) => ({ [Symbol("hidden")]: text(), a: 1 }),
  ({ text }) => JSON.parse(`{"__proto__": ${JSON.stringify(text())}, "a": {"__proto__": [1]}}`),
  ({ text }) => ({ constructor: text(), hasOwnProperty: 1, toString: null, valueOf: true }),
  ({ text }) => ({ 10: 1, 2: text(), b: 1, "-1": 0, "01": 0 }),
  ({ text }) => Object.assign([1, text()], { extra: text() }),
  ({ text }) => Object.setPrototypeOf([text()], null),
  ({ text }) => Object.setPrototypeOf([text()], String.prototype),
  ({ text }) => Object.freeze({ a: Object.freeze([text()]) }),
  ({ text }) => {
    const shared = { a: text() };
    return { one: shared, two: shared, list: [shared, shared] };
  },
  function (this: unknown) {
    // biome-ignore lint/complexity/noArguments: it is what this value is
    return arguments;
  } as Make,
  // Getters and proxies.
  ({ text }) => {
    const value = text();
    return {
      get a() {
        return value;
      },
      b: 1,
    };
  },
  () => ({
    get a() {
      return throwing();
    },
  }),
  () => ({ b: 1, c: Object.defineProperty([1], 0, { get: throwing }) }),
  ({ text }) => new Proxy({ a: text() }, {}),
  ({ text }) => new Proxy([text(), 1], {}),
  ({ dice }) =>
    new Proxy(
      { a: 1 },
      { [dice.pick(["get", "ownKeys", "getPrototypeOf", "getOwnPropertyDescriptor", "has"])]: throwing },
    ),
  ({ dice }) => new Proxy([1], { [dice.pick(["get", "ownKeys", "getPrototypeOf"])]: throwing }),
  () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  () => new Proxy({ a: 1 }, { ownKeys: () => ["a", "b"] }),
  () => new Proxy({ a: 1, b: 2 }, { ownKeys: () => ["b", "a"], getPrototypeOf: () => null }),
  // Depth.
  ({ text, dice }) => nested(dice, 40 + dice.below(71), text()),
  ({ text, dice }) => nested(dice, 94 + dice.below(8), text()),
  // Sizes.
  ({ text }) => Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`k${index}`, text()])),
  ({ text }) => Array.from({ length: 50 }, () => ({ a: text() })),
];

/** How many kinds there are, to see that a test has made them all. */
export const oddKinds = kinds.length;

/** Makes a value that calls for care. */
export function makeOdd(dice: Dice, text: () => string, event: object, container: object): unknown {
  return dice.pick(kinds)({ text, dice, event, container });
}

function nested(dice: Dice, depth: number, innermost: string): unknown {
  const way = dice.below(3);
  let value: unknown = innermost;
  for (let level = 0; level < depth; level++) {
    value = way === 0 || (way === 2 && level % 2 === 0) ? [value] : { a: value };
  }
  return value;
}
