import { built, code, table } from './markdown.mjs';

const fields = () => built('libs/risk/src/config/fields.js');

const number = (value) =>
  value === Number.MAX_SAFE_INTEGER ? '2^53 - 1' : value.toLocaleString('en-US').replaceAll(',', ' ');

/** What a field holds, in words. */
function holds(field) {
  switch (field.kind) {
    case 'amount':
      return 'decimal text';
    case 'integer':
      return `${number(field.min)} to ${number(field.max)}`;
    case 'choice':
      return field.of.map(code).join(', ');
    case 'text':
      return field.what;
    case 'zone':
      return 'an IANA time zone';
    case 'list':
      return `list of ${field.min} to ${number(field.max)}: ${holds(field.of)}`;
    case 'table':
      return `table of at most ${number(field.max)}: ${holds(field.of)}`;
    case 'object':
      return Object.entries(field.fields)
        .map(([name, inner]) => `${code(name)}${inner.required === true ? '' : '?'}: ${holds(inner)}`)
        .join('; ');
  }
}

const required = (field) => (field.required === true ? 'yes' : '');

export async function limitParts() {
  const { CONFIG_FIELDS, RULE_FIELDS, SCOPED_LIMITS, WIDE_LIMITS } = await fields();
  const { scope, id, symbol, ...limits } = RULE_FIELDS;
  const rows = (some) => Object.entries(some).map(([name, field]) => [code(name), required(field), holds(field)]);
  const limitRow = ([name, field]) => [
    code(name),
    holds(field),
    (SCOPED_LIMITS[name] ?? ['every']).join(', '),
    WIDE_LIMITS.includes(name) ? 'no' : 'yes',
    field.note ?? '',
  ];
  const { rules: _rules, ...file } = CONFIG_FIELDS;
  return {
    file: table(
      ['field', 'required', 'holds'],
      [...rows(file), [code('rules'), 'yes', 'list of rules, at most 10 000']],
    ),
    place: table(['field', 'required', 'holds'], rows({ scope, id, symbol })),
    limits: table(['limit', 'holds', 'scopes', 'with `symbol`', 'meaning'], Object.entries(limits).map(limitRow)),
  };
}

export async function limitsSchemaText() {
  const { riskConfigSchema } = await built('libs/risk/src/config/json-schema.js');
  const { formattedJson } = await built('apps/gateway/src/http/formatted-json.js');
  return `${formattedJson(riskConfigSchema())}\n`;
}
