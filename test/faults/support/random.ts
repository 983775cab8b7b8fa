/**
 * Whole numbers from 0 up to a limit, the same in each run with the same seed. `DAYBOOK_FAULTS_SEED` gives others; a
 * failing moment is still not had again by it, as the system's scheduling is no part of it.
 */
export function randomNumbers(
  seed = Number(process.env.DAYBOOK_FAULTS_SEED ?? 1),
): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
