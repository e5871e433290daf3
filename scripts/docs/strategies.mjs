import { built, code, table } from './markdown.mjs';

/** A default or bound as it is written in a configuration. */
const written = (value) => (value === undefined ? '' : code(Array.isArray(value) ? value.join(',') : String(value)));

/** Durations are given as text, and bounded in microseconds. */
const bound = (type, value) => (type === 'duration' ? `${value / 1e6}s` : String(value));

function range({ type, min, max, choices }) {
  if (choices !== undefined) return choices.map(code).join(', ');
  if (min === undefined && max === undefined) return '';
  if (max === undefined) return `from ${bound(type, min)}`;
  return min === undefined ? `to ${bound(type, max)}` : `${bound(type, min)} to ${bound(type, max)}`;
}

const needed = (parameter) => (parameter.default === undefined && parameter.optional !== true ? 'required' : '');

const parameters = (schema) =>
  table(
    ['parameter', 'type', 'default', 'values', 'meaning'],
    Object.entries(schema).map(([name, one]) => [
      code(name),
      one.type,
      written(one.default) || needed(one),
      range(one),
      one.description,
    ]),
  );

/** A table of parameters for each strategy that has a name. */
export async function strategyParts() {
  const { BUILT_IN_STRATEGIES } = await built('apps/strategy-host/src/runner/strategy-classes.js');
  const tables = Object.entries(BUILT_IN_STRATEGIES).map(async ([name, { url, exportName }]) => {
    const { [exportName]: type } = await import(url);
    return [name, parameters(type.parameters)];
  });
  return Object.fromEntries(await Promise.all(tables));
}
