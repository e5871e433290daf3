import { Transform } from 'class-transformer';
import { ValidateBy, type ValidationOptions } from 'class-validator';
import { deeperThan, MAX_JSON_DEPTH } from './json-depth.js';

function isJsonObject(value: unknown, maxBytes: number): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !deeperThan(value, MAX_JSON_DEPTH) && Buffer.byteLength(JSON.stringify(value)) <= maxBytes;
}

/**
 * A JSON object of at most `maxBytes` as it is stored, and 32 levels deep. What is inside belongs to the client and is kept as
 * it came: class-transformer's own copy would lose keys such as `toString`. Only `__proto__` and `constructor` go, which
 * Nest's validation pipe drops before anything else sees them.
 */
export function IsJsonObject(maxBytes: number, options?: ValidationOptions): PropertyDecorator {
  const asItCame = Transform(({ obj, key }) => (obj as Record<string, unknown>)[key]);
  const check = ValidateBy(
    {
      name: 'isJsonObject',
      constraints: [maxBytes, MAX_JSON_DEPTH],
      validator: {
        validate: (value: unknown) => isJsonObject(value, maxBytes),
        defaultMessage: () => '$property must be a JSON object of at most $constraint1 bytes and $constraint2 levels',
      },
    },
    options,
  );
  return (target, property) => {
    asItCame(target, property);
    check(target, property);
  };
}
