import type { SchemaObject } from "../schema/keywords.js";
import type { Run } from "./run.js";

export type DialectName = "draft-07" | "2020-12";

/** The types of values that keywords look at. */
export type Kind = "number" | "string" | "array" | "object";

/** Checks a value at a place, and tells the run what is wrong. */
export type Rule<Value = unknown> = (value: Value, path: string, run: Run) => void;

/** A keyword of JSON Schema. */
export interface Keyword<Value = never> {
  readonly name: string;
  /** What values it looks at; where left out, all. */
  readonly kind?: Kind;
  /** @returns `undefined` where there is nothing to check */
  compile(site: Site): Rule<Value> | undefined;
}

/** Where a keyword stands. */
export interface Site {
  /** What the schema says under the keyword; the schema of schemas has looked at it. */
  readonly own: unknown;
  readonly schema: SchemaObject;
  readonly compiler: SchemaCompiler;
  /** Tells a run that a value breaks the keyword. */
  readonly fail: Fail;
}

export type Fail = (
  run: Run,
  value: unknown,
  path: string,
  message: string,
  params: Readonly<Record<string, unknown>>,
) => void;

/** What keywords ask of whoever compiles the schema they stand in. */
export interface SchemaCompiler {
  readonly is2020: boolean;
  /** The rule of a schema, `true` or `false`. */
  compile(schema: unknown): Rule;
  /** True where a schema accepts everything, as it says nothing. */
  saysNothing(schema: unknown): boolean;
  /** The rule of what a reference of the schema points to. */
  resolve(schema: SchemaObject, keyword: "$ref" | "$dynamicRef"): Rule;
}
