import fc from "fast-check";
import { expect, test } from "vitest";
import { SlidingSum } from "../../../../src/services/kernels/channels/sliding-sum.js";

test("whatever is added when, the sum is that of the window just past, to a thirtieth of it", () => {
  const additions = fc.array(fc.tuple(fc.nat(500), fc.nat(100)), { maxLength: 50 });
  fc.assert(
    fc.property(additions, (steps) => {
      const sum = new SlidingSum(3000);
      const added: { at: number; amount: number }[] = [];
      let now = 0;
      for (const [pause, amount] of steps) {
        now += pause;
        sum.add(amount, now);
        added.push({ at: now, amount });
        const since = (window: number) =>
          added.reduce((total, { at, amount }) => (at > now - window ? total + amount : total), 0);
        expect(sum.total(now)).toBeGreaterThanOrEqual(since(2900));
        expect(sum.total(now)).toBeLessThanOrEqual(since(3100));
      }
    }),
  );
});

test("after a long pause nothing is left, and clearing leaves nothing either", () => {
  const sum = new SlidingSum(3000);
  sum.add(5, 1000);
  expect(sum.total(1e9)).toBe(0);
  sum.add(5, 1e9);
  sum.clear();
  expect(sum.total(1e9)).toBe(0);
});
