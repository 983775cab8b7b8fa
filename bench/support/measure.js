/** Processor time of some runs of a function, in nanoseconds a run. Steadier than the clock on a shared machine. */
function cost(work, runs) {
  const before = process.cpuUsage();
  for (let run = 0; run < runs; run++) work();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / runs;
}

/** The middle one of some numbers. */
export function median(numbers) {
  return [...numbers].sort((left, right) => left - right)[numbers.length >> 1];
}

/**
 * Measures two functions in turn, so that whatever else the machine does hits both.
 *
 * @returns the median of the rounds' ratios, and the median cost of each in nanoseconds
 */
export function compare(ours, rival, { runs, rounds = 21 }) {
  for (let warm = 0; warm < 3; warm++) {
    cost(ours, runs);
    cost(rival, runs);
  }
  const results = Array.from({ length: rounds }, () => [cost(ours, runs), cost(rival, runs)]);
  return {
    ratio: median(results.map(([left, right]) => left / right)),
    ours: median(results.map(([left]) => left)),
    rival: median(results.map(([, right]) => right)),
  };
}

/** Ends a benchmark: the page's generator reads its rows from standard output. */
export function report(rows) {
  console.log(JSON.stringify(rows));
}
