/** A notebook in which ids of the form that both sides make up are all the same. Tests use ids of other forms. */
export function withoutMadeUpIds(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner) => (isMadeUpId(key, inner) ? "made up" : inner));
}

export function isMadeUpId(key: string, value: unknown): boolean {
  return key === "id" && typeof value === "string" && /^[0-9a-f]{8}$/.test(value);
}
