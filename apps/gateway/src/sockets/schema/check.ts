import type { JsonSchema } from './schema.js';

/** What is wrong with a value, and where; undefined when nothing is. Never throws, whatever the value. */
export function faultOf(schema: JsonSchema, value: unknown, path = 'value'): string | undefined {
  if (schema.anyOf) {
    const fits = schema.anyOf.some((choice) => faultOf(choice, value, path) === undefined);
    return fits ? undefined : `${path} is none of the allowed shapes`;
  }
  if (schema.const !== undefined) return value === schema.const ? undefined : `${path} must be ${schema.const}`;
  switch (schema.type) {
    case 'object':
      return objectFault(schema, value, path);
    case 'array':
      return arrayFault(schema, value, path);
    case 'string':
      return textFault(schema, value, path);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `${path} must be true or false`;
    case 'number':
    case 'integer':
      return numberFault(schema, value, path);
    case undefined:
      return undefined;
  }
}

function objectFault(schema: JsonSchema, value: unknown, path: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${path} must be an object`;
  const properties = schema.properties ?? {};
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(properties, name)) return `${path} has a field that is not known`;
  }
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) return `${path}.${name} is missing`;
  }
  for (const [name, inner] of Object.entries(properties)) {
    if (!Object.hasOwn(value, name)) continue;
    const fault = faultOf(inner, (value as Record<string, unknown>)[name], `${path}.${name}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function arrayFault(schema: JsonSchema, value: unknown, path: string): string | undefined {
  if (!Array.isArray(value)) return `${path} must be a list`;
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items } = schema;
  if (value.length < minItems) return `${path} must have ${minItems} items or more`;
  if (value.length > maxItems) return `${path} must have at most ${maxItems} items`;
  for (const [at, item] of (value as readonly unknown[]).entries()) {
    const inner = Array.isArray(items) ? (items[at] as JsonSchema | undefined) : (items as JsonSchema | undefined);
    const fault = inner === undefined ? undefined : faultOf(inner, item, `${path}[${at}]`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function textFault(schema: JsonSchema, value: unknown, path: string): string | undefined {
  if (typeof value !== 'string') return `${path} must be text`;
  if (schema.enum && !schema.enum.includes(value)) return `${path} must be one of ${schema.enum.join(', ')}`;
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = schema;
  if (value.length < minLength || value.length > maxLength) {
    return `${path} must have ${minLength} to ${maxLength} characters`;
  }
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) return `${path} does not match ${pattern}`;
  return undefined;
}

function numberFault(schema: JsonSchema, value: unknown, path: string): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return `${path} must be a number`;
  if (schema.type === 'integer' && !Number.isSafeInteger(value)) return `${path} must be a whole number`;
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
  return value < minimum || value > maximum ? `${path} must be ${minimum} to ${maximum}` : undefined;
}
