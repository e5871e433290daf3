import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';

type Constraints = ReadonlyMap<string, readonly unknown[]>;
type Facts = Record<string, unknown>;

const swaggerKey = 'swagger/apiModelProperties';

function constraintsOf(dto: Type<object>): Map<string, Map<string, readonly unknown[]>> {
  const found = new Map<string, Map<string, readonly unknown[]>>();
  for (const entry of getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false)) {
    const own = found.get(entry.propertyName) ?? new Map<string, readonly unknown[]>();
    own.set(entry.name ?? entry.type, (entry.constraints ?? []) as readonly unknown[]);
    found.set(entry.propertyName, own);
  }
  return found;
}

/** Validators with one number or pattern, and what the schema calls it. */
const NUMBERS: readonly (readonly [string, string])[] = [
  ['minLength', 'minLength'],
  ['maxLength', 'maxLength'],
  ['min', 'minimum'],
  ['max', 'maximum'],
  ['arrayMinSize', 'minItems'],
  ['arrayMaxSize', 'maxItems'],
];

function factsOf(constraints: Constraints, design: unknown): Facts {
  const facts: Facts = {};
  for (const [validator, keyword] of NUMBERS) {
    const value = constraints.get(validator)?.[0];
    if (typeof value === 'number') facts[keyword] = value;
  }
  const text = constraints.get('isText');
  if (text) Object.assign(facts, { type: String, minLength: text[0], maxLength: text[1] });
  const pattern = constraints.get('matches')?.[0];
  if (pattern instanceof RegExp) facts['pattern'] = pattern.source;
  const choice = constraints.get('isIn')?.[0];
  if (Array.isArray(choice)) facts['enum'] = choice;
  if (constraints.has('isEmail')) facts['format'] = 'email';
  if (constraints.has('isUuid') && design !== Array) facts['format'] = 'uuid';
  if (constraints.has('isInt')) facts['type'] = 'integer';
  else if (design === Array) Object.assign(facts, { isArray: true, ...(choice ? {} : { type: String }) });
  // A choice of texts has no class of its own at run time: TypeScript leaves Object for the union.
  else if (Array.isArray(choice) && choice.every((one) => typeof one === 'string')) facts['type'] = 'string';
  else if (design === Object || design === undefined) facts['type'] = 'object';
  if (facts['type'] === 'object') facts['additionalProperties'] = true;
  return facts;
}

/** Class of the objects in a property that is validated with what is inside. */
function innerOf(prototype: object, property: string): Type<object> | undefined {
  const { type } = (Reflect.getMetadata(swaggerKey, prototype, property) ?? {}) as { readonly type?: unknown };
  const inner: unknown = Array.isArray(type) ? type[0] : type;
  return typeof inner === 'function' ? (inner as Type<object>) : undefined;
}

/**
 * Describes a request class to OpenAPI by the validators that it has, so that the reference cannot promise what the service
 * refuses; and the classes of what it holds. Properties that say themselves what they are (`@ApiProperty`) are left alone.
 */
export function describeRequest(dto: Type<object>): void {
  const prototype = dto.prototype as object;
  const told = new Set(
    ((Reflect.getMetadata('swagger/apiModelPropertiesArray', prototype) ?? []) as string[]).map((name) =>
      name.slice(1),
    ),
  );
  for (const [property, constraints] of constraintsOf(dto)) {
    const inner = constraints.has('nestedValidation') ? innerOf(prototype, property) : undefined;
    if (inner !== undefined) describeRequest(inner);
    if (told.has(property) || Reflect.hasMetadata(swaggerKey, prototype, property)) continue;
    const design: unknown = Reflect.getMetadata('design:type', prototype, property);
    const required = !constraints.has('isOptional') && !constraints.has('conditionalValidation');
    ApiProperty({ required, ...factsOf(constraints, design) })(prototype, property);
  }
}
