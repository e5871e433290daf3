import type { Definition, Parameter, ParameterValues } from './definition.js';
import type { ParameterValue } from './indicator.js';
import { IndicatorError } from '../errors.js';

function refused(definition: Definition, parameter: Parameter, given: unknown, wanted: string): IndicatorError {
  const message = `${definition.name}: ${parameter.name} must be ${wanted}: ${String(given)}`;
  const details = { indicator: definition.name, parameter: parameter.name, given: String(given) };
  return new IndicatorError('INDICATOR_PARAMETER', message, details);
}

function checkOne(definition: Definition, parameter: Parameter, given: unknown): ParameterValue {
  if (given === undefined) return parameter.default;
  if (parameter.kind === 'choice') {
    const { choices } = parameter;
    if (typeof given === 'string' && choices.includes(given)) return given;
    throw refused(definition, parameter, given, `one of ${choices.join(', ')}`);
  }
  const { minimum, maximum, kind } = parameter;
  const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  const fits = kind === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (fits && (value as number) >= minimum && (value as number) <= maximum) return value as number;
  const what = kind === 'integer' ? 'an integer' : 'a number';
  throw refused(definition, parameter, given, `${what} from ${minimum} to ${maximum}`);
}

/**
 * All parameters of an indicator, those that are not given at their defaults. Numbers may be given as texts.
 * @throws IndicatorError INDICATOR_PARAMETER for one that it does not have, or out of its range
 */
export function checkParameters(
  definition: Definition,
  given: Readonly<Record<string, unknown>> = {},
): ParameterValues {
  for (const name of Object.keys(given)) {
    if (definition.parameters.some((parameter) => parameter.name === name)) continue;
    const known = definition.parameters.map((parameter) => parameter.name).join(', ') || 'none';
    const details = { indicator: definition.name, parameter: name, known };
    const message = `${definition.name} has no parameter ${name}; it has ${known}`;
    throw new IndicatorError('INDICATOR_PARAMETER', message, details);
  }
  return Object.fromEntries(
    definition.parameters.map((parameter) => [parameter.name, checkOne(definition, parameter, given[parameter.name])]),
  );
}
