import { Command, Option } from 'commander';
import { DomainError } from '@bourseworks/domain';
import type { Definition, Parameter, ParameterValues, Series } from '@bourseworks/indicators';
import { countArgument } from '../../arguments/parsers.js';
import { newCommand, type CommonOptions } from '../../command.js';
import { usage } from '../../failure.js';
import type { Output } from '../../output/output.js';
import { readTable, STDIN, type Gaps, type InputTable } from '../../tables/input-table.js';
import { quoted } from '../../streams/item-rows.js';
import { timeColumn } from '../../tables/time-column.js';
import { readParameters } from './indicator-arguments.js';
import { inputsOf } from './indicator-input.js';
import { runResearch } from './run-research.js';

interface ComputeOptions extends CommonOptions {
  readonly input: string;
  readonly columns?: string;
  readonly gaps: Gaps;
  readonly csv: boolean;
  readonly last: number;
}

const LAST = 20;

function rangeText(parameter: Parameter): string {
  if (parameter.kind === 'choice') return parameter.choices.join(', ');
  return `${parameter.minimum} to ${parameter.maximum}${parameter.kind === 'integer' ? ', whole' : ''}`;
}

async function list(output: Output, options: { readonly group?: string }): Promise<void> {
  const { INDICATORS } = await import('@bourseworks/indicators');
  const groups = [...new Set(INDICATORS.map((one) => one.group))];
  const { group } = options;
  if (group !== undefined && !groups.some((one) => one === group))
    throw usage(`there is no group ${group}`, `Give one of ${groups.join(', ')}.`);
  const chosen = INDICATORS.filter((one) => group === undefined || one.group === group);
  if (output.json) {
    for (const { name, title, group: of, inputs, outputs } of chosen)
      output.result({ name, title, group: of, inputs, outputs: outputs.map((one) => one.name) }, () => '');
    return;
  }
  const columns = [
    { header: 'group', cell: (one: Definition) => output.style('dim', one.group) },
    { header: 'name', cell: (one: Definition) => output.style('strong', one.name) },
    { header: 'indicator', cell: (one: Definition) => one.title },
    { header: 'takes', cell: (one: Definition) => one.inputs.join(', ') },
    { header: 'gives', cell: (one: Definition) => one.outputs.map((each) => each.name).join(', ') },
  ];
  output.line(output.table(columns, chosen));
}

/** What it says beyond its name. */
const outputText = ({ name, title }: Definition['outputs'][number]): string =>
  title.toLowerCase() === name ? name : `${name} (${title})`;

function description(output: Output, definition: Definition, warmup: number | undefined): string {
  const { name, title, group, inputs, outputs, formula, source, parameters } = definition;
  const columns = [
    { header: 'parameter', cell: (one: Parameter) => `--${one.name}` },
    { header: 'default', cell: (one: Parameter) => String(one.default) },
    { header: 'range', cell: rangeText },
    { header: 'meaning', cell: (one: Parameter) => one.title },
  ];
  return [
    output.style('strong', `${name}: ${title} (${group})`),
    formula,
    `takes ${inputs.join(', ')}; gives ${outputs.map(outputText).join(', ')}`,
    warmup === undefined ? 'known when the data allow it' : `known after ${warmup} rows, with the defaults`,
    ...(parameters.length > 0 ? [output.table(columns, parameters)] : []),
    `source: ${source}`,
  ].join('\n');
}

async function show(output: Output, name: string): Promise<void> {
  const { checkParameters, findIndicator } = await import('@bourseworks/indicators');
  const definition = findIndicator(name);
  const warmup = definition.warmup(checkParameters(definition));
  const { title, group, inputs, outputs, parameters, formula, source } = definition;
  const told = outputs.map((one) => ({ name: one.name, title: one.title }));
  output.result({ name, title, group, inputs, outputs: told, parameters, warmup, formula, source }, () =>
    description(output, definition, warmup),
  );
}

function checkLength(definition: Definition, table: InputTable, parameters: ParameterValues): void {
  const warmup = definition.warmup(parameters) ?? 1;
  if (table.rows.length >= warmup) return;
  const message = `${definition.name} is known after ${warmup} rows, the input has ${table.rows.length}`;
  throw new DomainError({
    code: 'INPUT_TOO_SHORT',
    message,
    details: { rows: table.rows.length, needed: warmup },
  });
}

const text = (value: number): string => (Number.isNaN(value) ? '' : String(value));

/** Rows of the result: the time of the row, where it has one, and each output; '' where it is not known. */
async function write(output: Output, table: InputTable, series: Series, options: ComputeOptions): Promise<void> {
  const names = Object.keys(series);
  const time = timeColumn(table);
  const timeName = time === undefined ? [] : [table.names[time]];
  const timeOf = (index: number): string[] => (time === undefined ? [] : [table.rows[index][time] ?? '']);
  const indexes = table.rows.keys();
  if (!options.csv && !options.json) {
    const columns = [...timeName, ...names].map((header, k) => {
      const cell = (index: number): string => (k < timeName.length ? timeOf(index)[0] : text(series[header][index]));
      return { header, cell, align: 'right' as const };
    });
    output.line(output.table(columns, [...indexes].slice(-options.last)));
    return;
  }
  // A blank line would not be a row to most programs.
  const csvLine = (cells: readonly string[]): string => cells.map(quoted).join(',') || '""';
  if (options.csv) await output.piece(`${csvLine([...timeName, ...names])}\n`);
  for (const index of indexes) {
    const cells = timeOf(index);
    const line = options.csv
      ? csvLine([...cells, ...names.map((name) => text(series[name][index]))])
      : JSON.stringify({
          ...(time === undefined ? {} : { [timeName[0]]: cells[0] }),
          ...Object.fromEntries(
            names.map((name) => [name, Number.isNaN(series[name][index]) ? null : series[name][index]]),
          ),
        });
    await output.piece(`${line}\n`);
  }
}

async function computeIndicator(output: Output, words: readonly string[], options: ComputeOptions): Promise<void> {
  if (options.csv && options.json) throw usage('--csv and --json together', 'Give one of them.');
  const { checkParameters, compute, findIndicator } = await import('@bourseworks/indicators');
  const [name = '', ...rest] = words;
  const definition = findIndicator(name);
  const parameters = checkParameters(definition, readParameters(rest, definition));
  const whole = await readTable(options.input);
  const { table, series } = inputsOf(definition, whole, options.columns, options.gaps);
  checkLength(definition, table, parameters);
  await write(output, table, compute(definition, series, parameters), options);
}

function computeCommand(): Command {
  return newCommand('compute', 'an indicator over a file of bars or values', [
    'indicator compute sma --length 3 --input bars.csv --csv',
    'indicator bollinger-bands --period 20 --deviations 2 --input bars.csv --columns "value=Adj Close" --json',
    'bourse history BTCUSD --kind bar-1m --csv | bourse indicator ema --length 5',
  ])
    .argument('<name>', 'an indicator; then its parameters, as `bourse indicator show NAME` lists them: --length 20')
    .allowUnknownOption()
    .allowExcessArguments()
    .option('--input <file>', 'CSV with a header; - is standard input', STDIN)
    .option(
      '--columns <columns>',
      'columns that are called otherwise: "value=Adj Close,volume=Qty", or one for each series in its order: High,Low',
    )
    .addOption(
      new Option('--gaps <what>', 'rows with something that is no number')
        .choices(['refuse', 'skip'])
        .default('refuse'),
    )
    .option('--csv', 'comma-separated values', false)
    .option('--last <n>', 'rows that are shown, without --csv and --json', countArgument, LAST)
    .action((_name: string, options: ComputeOptions, command: Command) =>
      runResearch(options, (output) => computeIndicator(output, command.args, options)),
    );
}

export function indicatorCommand(): Command {
  const command = new Command('indicator').description(
    'technical indicators: which there are, and what they make of a file',
  );
  command.addCommand(
    newCommand('list', 'every indicator', ['indicator list', 'indicator list --group momentum --json'])
      .option('--group <group>', 'only this group')
      .action((options: CommonOptions & { readonly group?: string }) =>
        runResearch(options, (output) => list(output, options)),
      ),
  );
  command.addCommand(
    newCommand('show', 'an indicator: its formula, parameters, inputs and outputs', ['indicator show ema'])
      .argument('<name>', 'an indicator')
      .action((name: string, options: CommonOptions) => runResearch(options, (output) => show(output, name))),
  );
  command.addCommand(computeCommand(), { isDefault: true });
  return command;
}
