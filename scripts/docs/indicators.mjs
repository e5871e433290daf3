import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { built, code, sections, table } from './markdown.mjs';
import { plot } from './plot.mjs';
import { plotSeries, SHOWN } from './plot-series.mjs';

/** Where the defaults would show little on bars of six hours. */
const DRAWN_WITH = { 'pivot-points': { window: 'week' }, vwap: { anchor: 'week' }, vpin: { bucket: 2_000 } };

const library = () => built('libs/indicators/src/index.js');

/** The rows of docs/reference/accuracy.md that are of an indicator, without the column of its group. */
function accuracyRows() {
  const page = readFileSync(join(root, 'docs', 'reference', 'accuracy.md'), 'utf8');
  const rows = [...page.matchAll(/^\| [a-z]+ (\| ([a-z0-9-]+)\(.*)$/gm)];
  return Map.groupBy(rows, ([, , name]) => name);
}

function rangeText(parameter) {
  if (parameter.kind === 'choice') return parameter.choices.map(code).join(', ');
  return `${parameter.minimum} to ${parameter.maximum}${parameter.kind === 'integer' ? ', whole' : ''}`;
}

function parameterPart({ parameters }) {
  if (parameters.length === 0) return 'None.';
  const rows = parameters.map((one) => [code(one.name), code(one.default), rangeText(one), one.title]);
  return table(['parameter', 'default', 'range', 'meaning'], rows);
}

function displacementText(bars) {
  if (bars === 0) return '';
  return `, drawn ${Math.abs(bars)} ${Math.abs(bars) === 1 ? 'bar' : 'bars'} ${bars > 0 ? 'later' : 'earlier'}`;
}

/** An output that has no title of its own is the indicator. */
const titleOf = (output, { title }) => (output.title === 'Value' ? title : output.title);

function outputPart(definition, defaults) {
  const rows = definition.outputs.map((one) => [
    code(one.name),
    `${titleOf(one, definition)}${displacementText(one.displacement?.(defaults) ?? 0)}`,
  ]);
  return table(['output', 'meaning'], rows);
}

function warmupText({ outputs, warmup }, defaults) {
  const bars = warmup(defaults);
  if (bars === undefined) return 'When it is known depends on the data.';
  const what = outputs.length === 1 ? 'Known' : `\`${outputs[0].name}\` is known`;
  return `${what} from bar ${bars} on, with the defaults.`;
}

/** Where it is drawn, an output stands `by` bars later than where it is known. */
const displaced = (values, by) => Array.from(values, (_, i) => values[i - by] ?? NaN);

/** Values about 0, as far as `most` either way: on prices, functions of arithmetic show little. */
function swingOf(values, most) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => (most * (2 * value - low - high)) / (high - low));
}

const lastOf = (values) => Array.from(values).slice(-SHOWN);

const isKnown = ({ values }) => values.some((value) => Number.isFinite(value));

/** Outputs as they are drawn: of the bars that are shown alone, or with their history where one is not known from them. */
function drawnOutputs(definition, { checkParameters, compute }, series) {
  const given = DRAWN_WITH[definition.name] ?? {};
  const parameters = checkParameters(definition, given);
  const over = (bars) => {
    const inputs = definition.inputs.map((input) => series[input].slice(-bars));
    const outputs = compute(definition, inputs, given);
    return definition.outputs.map(({ name, displacement }) => ({
      name,
      values: lastOf(displaced(outputs[name], displacement?.(parameters) ?? 0)),
    }));
  };
  const alone = over(SHOWN);
  return alone.every(isKnown) ? alone : over(series.close.length);
}

const isArithmetic = ({ group, inputs, parameters }) =>
  group === 'math' && parameters.length === 0 && inputs.length === 1;

const isWhole = ({ values }) => values.every((value) => Number.isFinite(value));

/** Arithmetic is shown on the first of these that it is known on all over; the rest on prices. */
function seriesFor(definition, indicators, series) {
  if (!isArithmetic(definition)) return series;
  const tries = [2, 1].map((most) => ({ ...series, value: swingOf(series.value, most) }));
  return tries.find((one) => drawnOutputs(definition, indicators, one).every(isWhole)) ?? series;
}

/** Outputs that other parameters have are left out. @throws Error where none is known: the plot would say nothing */
function plotOf(definition, indicators, made) {
  const series = seriesFor(definition, indicators, made);
  const value = { name: isArithmetic(definition) ? 'x' : 'close', values: lastOf(series.value) };
  const other = definition.inputs.includes('other') ? [{ name: 'other', values: lastOf(series.other) }] : [];
  const outputs = drawnOutputs(definition, indicators, series).filter(isKnown);
  if (outputs.length === 0) throw new Error(`${definition.name}: nothing of it is known, so there is nothing to draw`);
  return plot(definition.title, [value, ...other], outputs);
}

function captionOf(definition) {
  const given = Object.entries(DRAWN_WITH[definition.name] ?? {}).map(
    ([name, value]) => `${code(name)} ${code(value)}`,
  );
  const parameters = given.length === 0 ? 'the defaults' : given.join(', ');
  return `With ${parameters}, over made-up ${isArithmetic(definition) ? 'values' : 'bars of six hours'}.`;
}

const camel = (name) => name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());

function made(definition, defaults, exported) {
  const indicator = definition.create(defaults);
  const type = indicator.constructor;
  if (exported[type.name] !== type) return ['findIndicator', `findIndicator('${definition.name}').create({})`];
  const given = indicator.parameters.map((value) => (typeof value === 'string' ? `'${value}'` : value));
  return [type.name, `new ${type.name}(${given.join(', ')})`];
}

/** Inputs that are no part of a bar. */
const INPUTS = {
  value: 'any series, by default the closes',
  other: 'a second series beside it',
  time: 'microseconds since 1970, UTC',
};
const inputText = (input) => (INPUTS[input] === undefined ? code(input) : `${code(input)} (${INPUTS[input]})`);

/** Characters of a line of a formula. */
const FORMULA_WIDTH = 116;

/** A formula as code, in lines that no page scrolls. */
function formulaPart({ formula }) {
  const lines = formula.match(new RegExp(`.{1,${FORMULA_WIDTH}}(?:\\s|$)`, 'g'));
  return lines.map((line, index) => `    ${index === 0 ? '' : '  '}${line.trimEnd()}`).join('\n');
}

/** What an input is called in the example. */
const ARGUMENTS = { value: 'bar.close', other: 'other.close' };
const argumentOf = (input) =>
  ARGUMENTS[input] ?? (/^(?:bid|ask)/.test(input) ? `quote.${input}` : `bar.${input === 'time' ? 'timeUs' : input}`);

function examplePart(definition, defaults, exported) {
  const { name, inputs, outputs, parameters } = definition;
  const options = parameters.map((one) => ` --${one.name} ${one.default}`).join('');
  const variable = camel(name);
  const file = inputs.includes('bid') ? 'quotes.csv' : 'bars.csv';
  const columns = inputs.includes('other') ? ' --columns "other=Benchmark"' : '';
  const [imported, expression] = made(definition, defaults, exported);
  const fields = outputs.map((one) => `${variable}.${one.name}`).join(', ');
  return [
    `    bourse indicator ${name}${options} --input ${file}${columns}`,
    '',
    '```ts',
    `import { ${imported} } from '@bourseworks/indicators';`,
    '',
    `const ${variable} = ${expression};`,
    `${variable}.update(${inputs.map(argumentOf).join(', ')});`,
    `if (${variable}.ready) console.log(${fields});`,
    '```',
  ].join('\n');
}

function accuracyPart(rows) {
  if (rows === undefined)
    return 'None published: held to a second definition, written from the formula alone, in `libs/indicators/test`.';
  return [
    '| parameters | output | source | file | values | worst error | deviation |',
    '|---|---|---|---|---|---|---|',
    ...rows.map(([, row]) => row),
    '',
    'What the columns mean: [Accuracy of the indicators](../accuracy.md).',
  ].join('\n');
}

function pageOf(definition, exported, rows) {
  const { name, title, group, inputs, source } = definition;
  const defaults = exported.checkParameters(definition);
  return [
    `# ${title}: ${name}`,
    '',
    '<!-- generated: npm run docs -->',
    '',
    `Group: [${group}](README.md#${group}). Takes ${inputs.map(inputText).join(', ')}. ${warmupText(definition, defaults)}`,
    '',
    formulaPart(definition),
    '',
    `Source: ${source}.`,
    '',
    `![${title}](plots/${name}.svg)`,
    '',
    captionOf(definition),
    '',
    '## Parameters',
    '',
    parameterPart(definition),
    '',
    '## Outputs',
    '',
    outputPart(definition, defaults),
    '',
    '## Published series',
    '',
    accuracyPart(rows),
    '',
    '## Example',
    '',
    examplePart(definition, defaults, exported),
    '',
  ].join('\n');
}

/** The page and the plot of each indicator: their paths below docs/reference/indicators, and their texts. */
export async function indicatorFiles() {
  const exported = await library();
  const rows = accuracyRows();
  const series = plotSeries();
  return new Map(
    exported.INDICATORS.flatMap((definition) => [
      [`${definition.name}.md`, pageOf(definition, exported, rows.get(definition.name))],
      [`plots/${definition.name}.svg`, plotOf(definition, exported, series)],
    ]),
  );
}

const heading = (group) => group.charAt(0).toUpperCase() + group.slice(1);

/** The index: a table for each group. */
export async function indicatorParts() {
  const { INDICATORS } = await library();
  const groups = Map.groupBy(INDICATORS, ({ group }) => group);
  const row = ({ name, title, inputs, outputs }) => [
    `[${code(name)}](${name}.md)`,
    title,
    inputs.join(', '),
    outputs.map((one) => one.name).join(', '),
  ];
  return {
    groups: sections(
      [...groups].map(([group, all]) => [heading(group), table(['name', 'indicator', 'takes', 'gives'], all.map(row))]),
    ),
  };
}
