import { below, unknownProperty, type Check } from './check.js';
import type { DtoPlan, FieldPlan } from './dto-plan.js';

type FieldCheck = (message: Readonly<Record<string, unknown>>) => string | undefined;

/** A check made of closures: for processes that must not make code at run time. Some times slower than a generated one. */
export function interpretCheck(plan: DtoPlan): Check {
  const known = new Set(plan.fields.map(({ name }) => name));
  const checks = plan.fields.map(fieldCheck);
  return (message) => {
    if (typeof message !== 'object' || message === null || Array.isArray(message)) return '';
    for (const check of checks) {
      const fault = check(message as Record<string, unknown>);
      if (fault !== undefined) return fault;
    }
    return unknownProperty(message, known);
  };
}

function fieldCheck({ name, optional, rules, each, nested }: FieldPlan): FieldCheck {
  const inner = nested && nestedCheck(interpretCheck(nested));
  return (message) => {
    const value = message[name];
    if (optional && value == null) return undefined;
    if (!rules.every(({ test }) => test(value))) return name;
    const elements: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (each.length > 0 && !elements.every((element) => each.every(({ test }) => test(element)))) return name;
    const fault = inner?.(value);
    return fault === undefined ? undefined : below(name, fault);
  };
}

function nestedCheck(check: Check): Check {
  const walk: Check = (value) => {
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) return check(value);
    for (const element of value) {
      const fault = walk(element);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
  return walk;
}
