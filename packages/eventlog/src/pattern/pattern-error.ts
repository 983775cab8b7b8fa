/** A pattern that is not tried on any text; the message says why, to be put after the pattern itself. */
export class PatternError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PatternError";
  }
}
