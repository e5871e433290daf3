import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { classConversion, fieldConversion, nestedClassOf } from './conversions.js';
import type { DtoClass } from './dto-class.js';
import { ruleOf, type Rule } from './rules.js';
import { samplesFor } from './samples.js';

/** One property: what its value must be. */
export interface FieldPlan {
  readonly name: string;
  /** Undefined and null pass whatever the rules say. */
  readonly optional: boolean;
  readonly rules: readonly Rule[];
  /** For each element of an array, or for a value that is none. */
  readonly each: readonly Rule[];
  /** For the value, and for each element of an array. Undefined passes. */
  readonly nested: DtoPlan | undefined;
}

/** One class: all properties that its messages may have. */
export interface DtoPlan {
  readonly className: string;
  readonly fields: readonly FieldPlan[];
}

/** What class-validator keeps of one decorator; the part of it that is read here. */
interface Constraint {
  readonly type: string;
  readonly name?: string;
  readonly propertyName: string;
  readonly constraints?: readonly unknown[];
  readonly constraintCls: object;
  readonly groups?: readonly string[];
  readonly each?: boolean;
  readonly validateIf?: unknown;
}

interface Validator {
  readonly async?: boolean;
  readonly instance: { validate(value: unknown, args: unknown): unknown };
}

/** Levels of nesting in a class. JSON of the wire is not bounded by it, only the code that is made. */
const MAX_NESTING = 16;

/** Reads the decorators of a class. Mistakes are collected, so that the start can name all of them. */
export class DtoReader {
  readonly problems: string[] = [];

  /** The plan is of use only while there are no problems. */
  read(dto: DtoClass, above: readonly DtoClass[] = []): DtoPlan {
    const className = dto.name;
    if (above.includes(dto) || above.length >= MAX_NESTING) {
      this.problems.push(`${className} contains itself, or nests deeper than ${MAX_NESTING} classes`);
      return { className, fields: [] };
    }
    const found = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false) as unknown as Constraint[];
    if (found.length === 0) this.problems.push(`${className} has no decorated property`);
    const converted = classConversion(dto);
    if (converted !== undefined) this.problems.push(`${className} ${converted}`);
    const byName = new Map<string, Constraint[]>();
    for (const one of found) byName.set(one.propertyName, [...(byName.get(one.propertyName) ?? []), one]);
    return { className, fields: [...byName].map(([name, list]) => this.field(dto, name, list, [...above, dto])) };
  }

  private field(dto: DtoClass, name: string, list: readonly Constraint[], above: readonly DtoClass[]): FieldPlan {
    const refuse = (why: string): undefined => void this.problems.push(`${dto.name}.${name} ${why}`);
    // What a prototype has by that name would be taken for the property of a message that lacks it.
    if (name in (dto.prototype as object)) refuse('has the name of a method or accessor');
    const converted = fieldConversion(dto, name);
    if (converted !== undefined) refuse(converted);
    const rules: Rule[] = [];
    const each: Rule[] = [];
    for (const constraint of list.filter(isCustom)) {
      const rule = this.rule(constraint, refuse);
      if (rule !== undefined) (constraint.each === true ? each : rules).push(rule);
    }
    for (const constraint of list) {
      const problem = problemOf(constraint);
      if (problem !== undefined) refuse(problem);
    }
    const isNested = list.some(({ type }) => type === ValidationTypes.NESTED_VALIDATION);
    const nested = nestedClassOf(dto, name, isNested);
    if (typeof nested === 'string') refuse(nested);
    return {
      name,
      optional: list.some(isOptional),
      rules,
      each,
      nested: typeof nested === 'function' ? this.read(nested, above) : undefined,
    };
  }

  private rule(constraint: Constraint, refuse: (why: string) => undefined): Rule | undefined {
    const { name, constraints = [], constraintCls } = constraint;
    const label = `carries @${decoratorName(name)}`;
    const validators = getMetadataStorage().getTargetValidatorConstraints(
      constraintCls as never,
    ) as unknown as Validator[];
    if (validators.some(({ async }) => async === true)) return refuse(`${label}, which is asynchronous`);
    const rule = ruleOf(name, constraints);
    if (rule === undefined) return refuse(`${label}, which cannot be compiled`);
    if (!validators.every((validator) => agrees(rule, validator, constraint)))
      return refuse(`${label}, which is not the one of class-validator`);
    return rule;
  }
}

const isCustom = ({ type }: Constraint): boolean =>
  type === ValidationTypes.CUSTOM_VALIDATION || type === ValidationTypes.IS_DEFINED;

const isOptional = ({ type, name }: Constraint): boolean =>
  type === ValidationTypes.CONDITIONAL_VALIDATION && name === 'isOptional';

const COMPILED: readonly string[] = [
  ValidationTypes.CUSTOM_VALIDATION,
  ValidationTypes.IS_DEFINED,
  ValidationTypes.NESTED_VALIDATION,
  ValidationTypes.WHITELIST,
];

function problemOf(constraint: Constraint): string | undefined {
  const { type, groups, validateIf } = constraint;
  if (groups !== undefined && groups.length > 0) return 'uses groups, which cannot be compiled';
  if (validateIf !== undefined) return 'uses validateIf, which cannot be compiled';
  if (COMPILED.includes(type) || isOptional(constraint)) return undefined;
  if (type === ValidationTypes.CONDITIONAL_VALIDATION) return 'carries @ValidateIf, which cannot be compiled';
  return `carries a ${type}, which cannot be compiled`;
}

/**
 * Whether a rule and the validator of the decorator say the same of some values. A decorator of one's own may bear the
 * name of a known one, and the next release of class-validator may change its mind; both would go unseen otherwise.
 */
function agrees(rule: Rule, { instance }: Validator, { constraints = [] }: Constraint): boolean {
  return samplesFor(constraints).every((value) => {
    let said: unknown;
    try {
      said = instance.validate(value, { value, constraints, object: {}, property: '', targetName: '' });
    } catch {
      return true; // it fails on what it was not made for; the check refuses that
    }
    return said === rule.test(value);
  });
}

function decoratorName(name: string | undefined): string {
  return name === undefined ? 'a nameless validator' : name.charAt(0).toUpperCase() + name.slice(1);
}
