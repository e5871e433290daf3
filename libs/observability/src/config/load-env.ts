import { getMetadataStorage, validateSync } from 'class-validator';
import type { ValidationError } from 'class-validator';
import { ConfigError } from './config-error.js';
import { variableInfo } from './env-decorators.js';

const truths: Readonly<Record<string, boolean>> = { true: true, 1: true, yes: true, false: false, 0: false, no: false };

function converted(text: string, type: unknown): unknown {
  if (type === Number) return text.trim() === '' ? Number.NaN : Number(text);
  if (type === Boolean) return truths[text.toLowerCase()] ?? text;
  if (type === Array) return text.split(',').map((part) => part.trim());
  return text;
}

/** `PORT = 3000` without a type annotation emits no type: then the default value says what it is. */
export function typeOf(config: object, property: string): unknown {
  const { type } = variableInfo(config, property);
  const value = (config as Record<string, unknown>)[property];
  const unknown = type === undefined || type === Object;
  return unknown && value !== undefined && value !== null ? value.constructor : type;
}

/** Names of the properties that have a validator, in the order of the class. */
export function propertiesOf(Schema: new () => object): string[] {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(Schema, '', false, false);
  return [...new Set(metadata.map((entry) => entry.propertyName))];
}

function problemOf(error: ValidationError, target: object, env: NodeJS.ProcessEnv): string {
  const { name, secret } = variableInfo(target, error.property);
  const what = Object.values(error.constraints ?? { invalid: `${error.property} is not valid` })
    .map((text) => text.replace(`each value in ${error.property}`, 'each value').replace(error.property, '').trim())
    .join(', ');
  const given = env[name];
  const shown = secret ? 'its value is hidden' : `it is "${given}"`;
  return `${name} ${what} (${given ? shown : 'it is not set'})`;
}

/**
 * The configuration that a class describes, read from environment variables: each property with a class-validator
 * decorator is the variable of that name (or of `@EnvVar`), converted to the property's type (number, boolean, string,
 * comma-separated array); an unset or empty variable leaves the default. Throws ConfigError with every problem.
 */
export function loadEnv<T extends object>(Schema: new () => T, env: NodeJS.ProcessEnv = process.env): Readonly<T> {
  const config = new Schema();
  const values = config as Record<string, unknown>;
  for (const property of propertiesOf(Schema)) {
    const text = env[variableInfo(config, property).name];
    if (text !== undefined && text !== '') values[property] = converted(text, typeOf(config, property));
  }
  const errors = validateSync(config, { skipMissingProperties: false, forbidUnknownValues: false });
  if (errors.length > 0) throw new ConfigError(errors.map((error) => problemOf(error, config, env)));
  return Object.freeze(config);
}
