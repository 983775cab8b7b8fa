/**
 * Where Daybook is meant to treat an event otherwise than jupyter_events does. Nothing else may differ.
 *
 * | difference | reason | so |
 * |---|---|---|
 * | version and timestamp | jupyter_events writes a text, and a timestamp that is not RFC 3339 | only the event's own properties are compared |
 * | `$schema` | jupyter_events reads every schema as draft-07 | only such ones are compared |
 * | undeclared top-level properties are null | doubt withholds | `asIntended` |
 * | names below the top may begin with `__` | only at the top they could pass for the capsule's | `isSetApart` |
 * | a declared `__proto__` counts as undeclared | Ajv does not look at it | `isSetApart` |
 */

/** What jupyter_events recorded, as Daybook is meant to record it. */
export function asIntended(recorded: object, declared: (name: string) => boolean): object {
  return Object.fromEntries(
    Object.entries(recorded).map(([name, value]) => [name, declared(name) ? value : null]),
  );
}

/** True for a schema that jupyter_events is meant to treat otherwise as a whole. */
export function isSetApart(schema: object, error: string | undefined): boolean {
  return error?.includes("because it starts with `__`") || JSON.stringify(schema).includes('"__proto__":');
}
