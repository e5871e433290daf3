import { below, unknownProperty, type Check } from './check.js';
import type { DtoPlan, FieldPlan } from './dto-plan.js';
import type { Keep, Kind, Rule } from './rules.js';

/**
 * A check as source text, one function a class, without a loop over rules: what a person would write by hand.
 * @throws EvalError in a process that must not make code at run time
 */
export function generateCheck(plan: DtoPlan): Check {
  const writer = new CheckWriter();
  const main = writer.add(plan);
  // The text holds names of classes' properties, as JSON strings, and numbers; everything else comes as an argument.
  // oxlint-disable-next-line no-implied-eval typescript/no-implied-eval
  const make = new Function(...writer.names, `"use strict";\n${writer.text}\nreturn ${main};`);
  return make(...writer.values) as Check;
}

const KIND_TEST: Readonly<Record<Kind, (v: string) => string>> = {
  string: (v) => `typeof ${v} === "string"`,
  number: (v) => `typeof ${v} === "number"`,
  boolean: (v) => `typeof ${v} === "boolean"`,
  array: (v) => `Array.isArray(${v})`,
  object: (v) => `typeof ${v} === "object" && ${v} !== null && !Array.isArray(${v})`,
};

class CheckWriter {
  readonly names: string[] = [];
  readonly values: unknown[] = [];
  text = '';
  private functions = 0;

  /** Writes the check of a class and returns its name. */
  add({ fields }: DtoPlan): string {
    const bodies = fields.map((field) => this.field(field));
    const name = `check${this.functions++}`;
    const known = this.keep(new Set(fields.map((field) => field.name)));
    // Counting properties is cheaper than looking each up; only when there are too many or odd ones they are named.
    this.text += `function ${name}(o) {
  if (typeof o !== "object" || o === null || Array.isArray(o)) return "";
  let v, present = ${fields.filter(isRequired).length}, given = 0;
${bodies.join('')}  for (const key in o) given++;
  return given === present ? undefined : ${this.keep(unknownProperty)}(o, ${known});
}
`;
    return name;
  }

  private readonly keep: Keep = (constant) => {
    const at = this.values.indexOf(constant);
    if (at >= 0) return this.names[at];
    this.values.push(constant);
    const name = `k${this.names.length}`;
    this.names.push(name);
    return name;
  };

  private field(field: FieldPlan): string {
    const name = JSON.stringify(field.name);
    const faults = this.faults(field, name);
    if (isRequired(field)) return `  v = o[${name}];\n${faults}`;
    const count = `if (v !== undefined || ${name} in o) present++;`;
    if (!field.optional) return `  v = o[${name}];\n  ${count}\n${faults}`;
    return `  v = o[${name}];\n  if (v != null) {\n  present++;\n${faults}  } else if (${name} in o) present++;\n`;
  }

  private faults({ rules, each, nested }: FieldPlan, name: string): string {
    let text = '';
    if (rules.length > 0) text += `  if (!(${this.all(rules, 'v')})) return ${name};\n`;
    if (each.length > 0) {
      text += `  if (Array.isArray(v)) {
    for (let i = 0; i < v.length; i++) { const e = v[i]; if (!(${this.all(each, 'e')})) return ${name}; }
  } else if (!(${this.all(each, 'v')})) return ${name};
`;
    }
    if (nested === undefined) return text;
    return `${text}  if (v !== undefined) {
    const fault = ${this.nested(nested)}(v);
    if (fault !== undefined) return ${this.keep(below)}(${name}, fault);
  }
`;
  }

  /** The check of a nested class behind one that looks into arrays, however deep they are. */
  private nested(plan: DtoPlan): string {
    const check = this.add(plan);
    const name = `walk${this.functions++}`;
    this.text += `function ${name}(v) {
  if (!Array.isArray(v)) return ${check}(v);
  for (let i = 0; i < v.length; i++) {
    if (v[i] === undefined) continue;
    const fault = ${name}(v[i]);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
`;
    return name;
  }

  /** All rules of one value; its kind is asked for once. */
  private all(rules: readonly Rule[], v: string): string {
    const asked = new Set<Kind>();
    const parts: string[] = [];
    for (const { kind, source } of rules) {
      if (kind !== undefined && !asked.has(kind)) {
        asked.add(kind);
        parts.push(KIND_TEST[kind](v));
      }
      const more = source?.(v, this.keep);
      if (more !== undefined) parts.push(more);
    }
    return parts.length === 0 ? 'true' : [...new Set(parts)].join(' && ');
  }
}

/** Whether the rules refuse a message without the property, so that it need not be looked for. */
function isRequired({ optional, rules, each }: FieldPlan): boolean {
  return !optional && [...rules, ...each].some(({ test }) => !test(undefined));
}
