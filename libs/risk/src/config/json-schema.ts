import { CONFIG_FIELDS, type Field, type Fields } from './fields.js';

type Schema = Readonly<Record<string, unknown>>;

const AMOUNT_PATTERN = '^[0-9]+(\\.[0-9]+)?$';

function schemaOfFields(fields: Fields): Schema {
  const entries = Object.entries(fields);
  const required = entries.filter(([, field]) => field.required === true).map(([name]) => name);
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(entries.map(([name, field]) => [name, schemaOf(field)])),
  };
}

function shapeOf(field: Field): Schema {
  switch (field.kind) {
    case 'amount':
      return { type: 'string', pattern: AMOUNT_PATTERN };
    case 'integer':
      return { type: 'integer', minimum: field.min, maximum: field.max };
    case 'choice':
      return { type: 'string', enum: field.of };
    case 'text':
      return { type: 'string', pattern: field.pattern.source };
    case 'zone':
      return { type: 'string', description: 'IANA time zone' };
    case 'list':
      return { type: 'array', minItems: field.min, maxItems: field.max, items: schemaOf(field.of) };
    case 'table':
      return {
        type: 'object',
        maxProperties: field.max,
        propertyNames: { pattern: field.key.source },
        additionalProperties: schemaOf(field.of),
      };
    case 'object':
      return schemaOfFields(field.fields);
  }
}

function schemaOf(field: Field): Schema {
  return { ...(field.note === undefined ? {} : { description: field.note }), ...shapeOf(field) };
}

/** JSON Schema (2020-12) of the file form. Rules that bind fields together are the validator's alone. */
export function riskConfigSchema(): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Risk limits',
    ...schemaOfFields(CONFIG_FIELDS),
  };
}
