/**
 * The one of the names that somebody probably meant, for "did you mean" in messages.
 *
 * @returns undefined where none is near enough to be more help than noise
 *
 * @example
 * suggestion("filenam", ["filename", "mode"]); // "filename"
 */
export function suggestion(written: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const distance = distanceOf(plain(written), plain(name));
    if (distance < least) [best, least] = [name, distance];
  }
  const near = Math.min(4, Math.max(1, Math.floor(written.length / 3)));
  if (best !== undefined && least <= near) return best;
  // Schema ids are long, and people remember their last part; of other names they remember the first.
  return [...names].find((name) => sharesEnd(plain(written), plain(name)));
}

/** The same as the end of a sentence: `; did you mean "filename"?`, or nothing. */
export function didYouMean(written: string, names: Iterable<string>): string {
  const name = suggestion(written, [...names]);
  return name === undefined ? "" : `; did you mean "${name}"?`;
}

function sharesEnd(written: string, name: string): boolean {
  if (written.length < 3) return false;
  return (
    name.startsWith(written) || (name.length > 2 && written.startsWith(name)) || name.endsWith(`/${written}`)
  );
}

/** `root_dir`, `rootDir` and `root-dir` are one name, written in different habits. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, "");
}

/** How many letters have to be changed, put in, taken out or swapped with the next one. */
function distanceOf(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        at(rows, row - 1, column) + 1,
        (current[column - 1] as number) + 1,
        at(rows, row - 1, column - 1) + (same ? 0 : 1),
        swapped ? at(rows, row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    rows.push(current);
  }
  return at(rows, from.length, to.length);
}

function at(rows: readonly number[][], row: number, column: number): number {
  return rows[row]?.[column] as number;
}
