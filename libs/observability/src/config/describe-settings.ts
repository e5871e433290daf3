import type { SettingSpec } from '@bourseworks/ports';
import { getMetadataStorage } from 'class-validator';
import { variableInfo } from './env-decorators.js';
import { propertiesOf } from './load-env.js';

/** Constraints of a property by the validator's name, such as `min` -> 1. */
type Constraints = ReadonlyMap<string, readonly unknown[]>;

function constraintsOf(Schema: new () => object, property: string): Constraints {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(Schema, '', false, false);
  return new Map(
    metadata
      .filter((entry) => entry.propertyName === property)
      .map((entry) => [entry.name ?? entry.type, (entry.constraints ?? []) as readonly unknown[]]),
  );
}

/** `2097152` -> `2 097 152`. */
const grouped = (value: unknown): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ' ');

function span(least: unknown, most: unknown, unit: string): string | undefined {
  if (least === undefined && most === undefined) return undefined;
  if (most === undefined) return `at least ${grouped(least)}${unit}`;
  if (least === undefined) return `at most ${grouped(most)}${unit}`;
  return `${grouped(least)} to ${grouped(most)}${unit}`;
}

/** Which values the validators take, as text; undefined where they take any text. */
function valuesOf(constraints: Constraints): string | undefined {
  const first = (name: string): unknown => constraints.get(name)?.[0];
  const choice = first('isIn');
  if (Array.isArray(choice)) return choice.join(', ');
  if (constraints.has('isBoolean')) return 'true, false';
  const range = span(first('min'), first('max'), '');
  if (range !== undefined) return range;
  if (constraints.has('isInt')) return 'a whole number';
  // "At least one character" is what an unset variable says already.
  return span(first('minLength') === 1 ? undefined : first('minLength'), first('maxLength'), ' characters');
}

function defaultOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.join(',') || undefined;
  if (typeof value === 'string') return value || undefined;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/**
 * The variables of a configuration class, in its order: names and defaults from its properties, meanings from
 * `@Setting`, the values that are taken from `@Setting` or else from the validators. A property is required when it has
 * neither a default nor `@IsOptional`.
 */
export function describeSettings(Schema: new () => object): SettingSpec[] {
  const defaults = new Schema();
  return propertiesOf(Schema).map((property) => {
    const info = variableInfo(defaults, property);
    const value = (defaults as Record<string, unknown>)[property];
    const constraints = constraintsOf(Schema, property);
    const given = defaultOf(value);
    const values = info.values ?? valuesOf(constraints);
    const required = value === undefined && !constraints.has('isOptional') && !constraints.has('conditionalValidation');
    return {
      name: info.name,
      ...(given === undefined ? {} : { default: given }),
      meaning: info.meaning,
      ...(values === undefined ? {} : { values }),
      ...(info.secret ? { secret: true } : {}),
      ...(required ? { required: true } : {}),
    };
  });
}
