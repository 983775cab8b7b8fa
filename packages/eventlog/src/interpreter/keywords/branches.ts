import type { Keyword } from "../keyword.js";

export const branches: readonly Keyword<unknown>[] = [
  {
    name: "not",
    compile({ own, compiler, fail }) {
      const rule = compiler.compile(own);
      return (value, path, run) => {
        const before = run.faults.length;
        const valid = run.attempt(() => run.checkInside(rule, value, path, "never"));
        run.forget(before);
        if (valid) fail(run, value, path, "must NOT be valid", {});
      };
    },
  },
  {
    name: "anyOf",
    compile({ own, compiler, fail }) {
      const rules = (own as unknown[]).map((schema) => compiler.compile(schema));
      return (value, path, run) => {
        const before = run.faults.length;
        // All of them, as each may look at members that the others do not.
        const valid = run.attempt(() =>
          rules.map((rule) => run.checkInside(rule, value, path, "valid")).includes(true),
        );
        if (valid) run.forget(before);
        else fail(run, value, path, "must match a schema in anyOf", {});
      };
    },
  },
  {
    name: "oneOf",
    compile({ own, compiler, fail }) {
      const rules = (own as unknown[]).map((schema) => compiler.compile(schema));
      return (value, path, run) => {
        const before = run.faults.length;
        const passing: number[] = [];
        run.attempt(() => {
          for (const [index, rule] of rules.entries()) {
            if (run.checkInside(rule, value, path, "valid")) passing.push(index);
            if (passing.length === 2) return;
          }
        });
        if (passing.length === 1) {
          run.forget(before);
          return;
        }
        const passingSchemas = passing.length === 0 ? null : passing;
        fail(run, value, path, "must match exactly one schema in oneOf", { passingSchemas });
      };
    },
  },
  {
    name: "allOf",
    compile({ own, compiler }) {
      const rules = (own as unknown[]).map((schema) => compiler.compile(schema));
      return (value, path, run) => {
        for (const rule of rules) run.checkInside(rule, value, path, "always");
      };
    },
  },
  {
    name: "if",
    compile({ own, schema, compiler, fail }) {
      const { then: consequence, else: alternative } = schema;
      const clauses = [consequence, alternative].map((clause) =>
        clause === undefined || compiler.saysNothing(clause) ? undefined : compiler.compile(clause),
      );
      const condition = compiler.compile(own);
      return (value, path, run) => {
        const before = run.faults.length;
        const holds = run.attempt(() => run.checkInside(condition, value, path, "valid"));
        run.forget(before);
        const clause = clauses[holds ? 0 : 1];
        if (clause === undefined || run.attempt(() => run.checkInside(clause, value, path, "valid"))) return;
        const failingKeyword = holds ? "then" : "else";
        fail(run, value, path, `must match "${failingKeyword}" schema`, { failingKeyword });
      };
    },
  },
];
