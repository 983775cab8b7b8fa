/** What code of others threw, as an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(textOf(thrown));
}

/**
 * Tells of a rejection of what code of others returned, if that is a promise. Without anybody who listens, it would end
 * the process.
 */
export function catchLater(returned: unknown, tell: (error: Error) => void): void {
  if (typeof returned !== "object" || returned === null) return;
  Promise.resolve(returned).catch((error) => tell(asError(error)));
}

function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return "something that has no text was thrown";
  }
}
