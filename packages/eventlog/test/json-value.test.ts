import { describe, expect, test } from "vitest";
import { InvalidEventError, maximumDepth } from "../src/index.js";
import { copyJson, setOwn } from "../src/json-value.js";

const secret = "do-not-tell";

function nested(depth: number): unknown {
  let value: unknown = "leaf";
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { value };
  return value;
}

function cyclic(): object {
  const value: Record<string, unknown> = { secret };
  value.self = value;
  return value;
}

function throwing(): never {
  throw new Error(secret);
}

describe("copies as JSON.stringify would see it", () => {
  const cases: Record<string, unknown> = {
    "plain data": { a: [1, "two", true, null, { b: -0.5 }] },
    "undefined, left out of objects and null in arrays": { a: undefined, b: [undefined, 1] },
    "holes in arrays": Object.assign(new Array(3), { 1: "x" }),
    "a Date": { at: new Date(0) },
    "an invalid Date": { at: new Date(Number.NaN) },
    "toJSON and its key": { a: { toJSON: (key: string) => `under ${key}` } },
    "toJSON that answers with an object": { toJSON: () => ({ a: 1 }) },
    "toJSON that answers with a boxed text": { a: { toJSON: () => new String("text") } },
    "boxed values": { a: new String("text"), b: new Number(1), c: new Boolean(false) },
    "boxed values that are not what they were": {
      a: Object.assign(new String("text"), { toString: () => "other", valueOf: () => "wrong" }),
      b: Object.assign(new Number(1), { toString: () => "2", valueOf: () => 3 }),
    },
    "what looks boxed, but holds nothing": {
      a: Object.create(String.prototype),
      b: new Proxy(new String("text"), {}),
      c: Object.setPrototypeOf([1], String.prototype),
      d: Object(Symbol("boxed")),
    },
    "-0": { a: -0, b: new Number(-0) },
    "a class with fields": new (class {
      a = 1;
      #b = 2;
      get b() {
        return this.#b;
      }
    })(),
    "a Map, which has no own properties": { a: new Map([[1, 2]]) },
    "an object without a prototype": Object.assign(Object.create(null), { a: 1 }),
    "an Error": { error: new Error("x") },
    "lone surrogates": { a: "\ud800", "\udfff": 1 },
    "a Buffer": { bytes: Buffer.from("hi") },
    "a symbol as key": { [Symbol("a")]: 1, b: 2 },
    "what it inherits": Object.create({ a: 1 }, { b: { value: 2, enumerable: true }, c: { value: 3 } }),
    "undefined at the top": undefined,
    "the same object twice": ((shared) => ({ a: shared, b: shared }))({ c: 1 }),
  };

  test.each(Object.entries(cases))("%s", (_, value) => {
    expect(copyJson(value, "event")).toEqual(JSON.parse(JSON.stringify(value) ?? "null"));
  });

  test("shares nothing with the original", () => {
    const original = { list: [{ a: 1 }] };
    const copy = copyJson(original, "event");
    original.list[0]!.a = 2;
    original.list.push({ a: 3 });
    expect(copy).toEqual({ list: [{ a: 1 }] });
  });

  test(`nesting down to ${maximumDepth} levels`, () => {
    expect(copyJson(nested(maximumDepth), "event")).toEqual(nested(maximumDepth));
  });
});

describe("keys that objects inherit", () => {
  const text = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1}';

  test("are data like any other, and pollute no prototype", () => {
    const copy = copyJson(JSON.parse(text), "event");
    expect(JSON.stringify(copy)).toBe(text);
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test("setOwn makes an own property of any name", () => {
    const target = {};
    setOwn(target, "__proto__", 1);
    expect(Object.hasOwn(target, "__proto__")).toBe(true);
    expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
  });
});

describe("refuses what JSON cannot carry, without telling the value", () => {
  const revoked = () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };
  const cases: [string, () => unknown, string, string][] = [
    ["NaN", () => ({ a: Number.NaN }), "json", "NaN or Infinity"],
    ["Infinity", () => [Number.POSITIVE_INFINITY], "json", "NaN or Infinity"],
    ["a boxed NaN", () => [new Number(Number.NaN)], "json", "NaN or Infinity"],
    ["a bigint", () => ({ [secret]: 10n }), "json", "holds a bigint"],
    ["a boxed bigint", () => [Object(10n)], "json", "holds a bigint"],
    ["a function", () => ({ a: () => secret }), "json", "holds a function"],
    ["a symbol", () => ({ a: Symbol(secret) }), "json", "holds a symbol"],
    ["a cycle", cyclic, "depth", "or refers to itself"],
    ["too deep nesting", () => nested(maximumDepth + 1), "depth", `deeper than ${maximumDepth} levels`],
    [
      "a getter that throws",
      () => ({
        get a() {
          return throwing();
        },
      }),
      "json",
      "throws when it is read",
    ],
    [
      "an array item that throws",
      () => Object.defineProperty([1], 0, { get: throwing }),
      "json",
      "throws when it is read",
    ],
    ["a toJSON that throws", () => ({ toJSON: throwing }), "json", "whose toJSON throws"],
    [
      "a toJSON that cannot be read",
      () => Object.defineProperty({}, "toJSON", { get: throwing }),
      "json",
      "throws",
    ],
    ["a proxy that throws", () => new Proxy({}, { ownKeys: throwing }), "json", "throws when it is read"],
    ["a revoked proxy", revoked, "json", "throws when it is read"],
    [
      "a boxed value that throws",
      () => Object.assign(new String("x"), { toString: throwing }),
      "json",
      "throws",
    ],
  ];

  test.each(cases)("%s", (_, make, keyword, message) => {
    const error = (() => {
      try {
        copyJson(make(), "event of x");
      } catch (error) {
        return error as InvalidEventError;
      }
    })();
    expect(error).toBeInstanceOf(InvalidEventError);
    expect(error?.errors).toMatchObject([{ path: "", keyword }]);
    expect(error?.message).toContain("event of x is not valid: the event ");
    expect(error?.message).toContain(message);
    expect(`${error?.message} ${error?.stack} ${error?.cause}`).not.toContain(secret);
  });
});
