import { types } from "node:util";

/**
 * All that can be seen of a value without running any code of its own: two texts are the same where nothing was
 * changed. Proxies are not looked into, as each look may run code.
 */
export function snapshot(value: unknown, seen = new Map<unknown, number>()): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) {
    return Object.is(value, -0) ? "-0" : `${typeof value} ${typeof value === "symbol" ? "" : value}`;
  }
  if (types.isProxy(value)) return "a proxy";
  const known = seen.get(value);
  if (known !== undefined) return `the ${known}th`;
  seen.set(value, seen.size);
  let text = `${prototypeOf(value)} ${Object.isExtensible(value)}{`;
  for (const key of Reflect.ownKeys(value)) {
    const { value: member, get, enumerable, writable } = Reflect.getOwnPropertyDescriptor(value, key)!;
    text += `${JSON.stringify(String(key))} ${enumerable} ${writable} ${get === undefined}: ${snapshot(member, seen)}, `;
  }
  return `${text}}`;
}

function prototypeOf(value: object): string {
  switch (Object.getPrototypeOf(value)) {
    case null:
      return "null";
    case Object.prototype:
      return "Object";
    case Array.prototype:
      return "Array";
    default:
      return "other";
  }
}

/** True for the same plain data with the same keys in the same order; -0 is not 0. */
export function sameData(left: unknown, right: unknown): boolean {
  if (typeof left !== "object" || left === null || typeof right !== "object" || right === null) {
    return left === right && (left !== 0 || 1 / left === 1 / (right as number));
  }
  if (Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) return false;
  const names = Object.keys(left);
  const others = Object.keys(right);
  return (
    names.length === others.length &&
    names.every(
      (name, index) =>
        name === others[index] &&
        sameData((left as Record<string, unknown>)[name], (right as Record<string, unknown>)[name]),
    )
  );
}
