const share = Number(process.env.DAYBOOK_FAULTS ?? 0);

if (!(share >= 0 && share <= 1)) throw new Error("DAYBOOK_FAULTS is a number from 0 to 1");

/**
 * How often a fault is to happen: the full count in `npm run test:faults`, and a share of it where `DAYBOOK_FAULTS` gives
 * one (0.1 is a tenth), which is a few times at least.
 */
export function runs({ full, slice }: { full: number; slice: number }): number {
  return Math.max(slice, Math.round(full * share));
}

/** Long enough for the full counts on a slow machine: a test that hangs ends some time. */
export const patience = share === 0 ? 120_000 : 3 * 3600_000;
