export interface Attempt {
  readonly sender: string;
  readonly number: number;
  readonly filler: string;
}

export declare const attemptSchema: { readonly $id: string; readonly version: number };
export declare function fillerOf(number: number): string;
export declare function attempt(sender: string, number: number): Attempt;
