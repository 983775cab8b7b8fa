/**
 * How long a server asks to be left alone, in milliseconds.
 *
 * @param header `Retry-After`: seconds, or a date
 * @returns undefined where it says nothing that can be understood
 *
 * @example
 * retryAfter("120"); // 120000
 */
export function retryAfter(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  // Nothing else that `Date.parse` understands, such as a negative number, is a date of HTTP.
  const time = /^[A-Z][a-z]+, .* GMT$/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
}
