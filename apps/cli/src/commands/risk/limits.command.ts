import { Command, Option } from 'commander';
import {
  limitsTopic,
  ORDER_QUERY,
  type LimitsReplyShape,
  type LimitsSetShape,
  type LimitUsageShape,
} from '@bourseworks/dto/shapes';
import { riskConfigSchema, type RiskConfig } from '@bourseworks/risk';
import { anyAccountOption, anyStrategyOption, given } from '../../arguments/options.js';
import { limitArgument } from '../../arguments/parsers.js';
import type { Bus } from '../../bus.js';
import { newBusCommand, newCommand, run, runOnBus, type BusOptions, type CommonOptions } from '../../command.js';
import { EXIT } from '../../exit-codes.js';
import { CliFailure } from '../../failure.js';
import type { Output } from '../../output/output.js';
import { quoted } from '../../streams/item-rows.js';
import { confirm } from '../confirm.js';
import { changeLine, limitChanges, limitRows, type LimitChange } from './limits-diff.js';
import { readLimitsFile } from './limits-file.js';
import { actorOption, reasonOption, sendRiskControl, type RiskControlOptions } from './risk-control.js';
import { usageTable } from './usage-table.js';

interface ShowOptions extends BusOptions {
  readonly account?: string;
  readonly strategy?: string;
  readonly limit: number;
  readonly csv: boolean;
}

interface SetOptions extends RiskControlOptions {
  readonly yes: boolean;
}

const DEFAULT_ROWS = 100;
const CSV = ['scope', 'id', 'account', 'symbol', 'kind', 'limit', 'used', 'usedBps'] as const;

const csvLine = (row: LimitUsageShape): string => CSV.map((name) => quoted(String(row[name]))).join(',');

function showText(output: Output, { config, usage }: LimitsReplyShape): string {
  const rows = limitRows(config);
  const limits = output.table(
    [
      { header: 'limit', cell: ({ what }) => what },
      { header: 'value', cell: ({ value }) => value },
    ],
    rows,
  );
  const head = `Limits of version ${output.style('strong', String(config.version))} are in force.`;
  const used = usage.length === 0 ? 'None of them is used yet.' : `Used:\n${usageTable(output, usage)}`;
  return [head, ...(rows.length === 0 ? ['Nothing is limited.'] : [limits]), '', used].join('\n');
}

async function show(bus: Bus, output: Output, { account, strategy, limit, csv }: ShowOptions): Promise<void> {
  const query = { limit, ...given('account', account), ...given('strategy', strategy) };
  const reply = await bus.query<LimitsReplyShape>(ORDER_QUERY.limits, query);
  if (csv) for (const line of [CSV.join(','), ...reply.usage.map(csvLine)]) output.line(line);
  else output.result(reply, () => showText(output, reply));
}

function showCommand(): Command {
  return newBusCommand('show', 'limits in force and how far they are used, the most used first', [
    'limits',
    'limits --account SIM --json',
    'limits show --strategy pts --csv',
  ])
    .addOption(anyAccountOption())
    .addOption(anyStrategyOption())
    .addOption(new Option('--limit <n>', 'rows of usage').argParser(limitArgument).default(DEFAULT_ROWS))
    .addOption(new Option('--csv', 'usage, comma-separated, with a header').default(false).conflicts('json'))
    .action((options: ShowOptions) => runOnBus(options, (bus, output) => show(bus, output, options)));
}

/** What the file would change. @throws CliFailure where the OMS would not take it */
async function changesBy(bus: Bus, next: RiskConfig): Promise<LimitChange[]> {
  const { config } = await bus.query<LimitsReplyShape>(ORDER_QUERY.limits, { limit: 1 });
  const changes = limitChanges(config, next);
  if (next.version > config.version) return changes;
  const what = `limits of version ${config.version} are in force, the file has ${next.version}`;
  const remedy = `Give the file version ${config.version + 1}, or a later one.`;
  throw new CliFailure(EXIT.refused, what, remedy, 'RISK_VERSION', { changes: changes.map(changeLine) });
}

async function set(bus: Bus, output: Output, file: string, next: RiskConfig, options: SetOptions): Promise<void> {
  const changes = await changesBy(bus, next);
  if (!output.json) {
    output.note(changes.length === 0 ? 'Nothing but the version changes.' : changes.map(changeLine).join('\n'));
  }
  if (!options.yes) await confirm(`Put limits of version ${next.version} in force?`);
  const control = {
    action: 'control.limits',
    topic: limitsTopic(),
    body: { config: next },
    again: ['limits', 'set', file, '--reason', options.reason, '--yes'],
    look: ['limits'],
  } as const;
  const reply = await sendRiskControl<LimitsSetShape>(bus, control, options);
  output.result({ ...reply, changes: changes.map(changeLine) }, () =>
    output.style('good', `Limits of version ${reply.version} are in force.`),
  );
}

function setCommand(): Command {
  return newBusCommand('set', 'put the limits of a file in force, all at once, when you have seen what changes', [
    "limits set examples/risk-limits.yaml --reason 'new desk'",
  ])
    .argument('<file>', 'JSON or YAML; its version is above the one in force')
    .addOption(reasonOption().makeOptionMandatory())
    .addOption(actorOption())
    .option('--yes', 'do not ask first; needed where nobody can be asked', false)
    .action((file: string, options: SetOptions) =>
      runOnBus(options, async (bus, output) => set(bus, output, file, await readLimitsFile(file), options)),
    );
}

function validateCommand(): Command {
  return newCommand('validate', 'is a limits file right? Says which field is not; asks no platform', [
    'limits validate examples/risk-limits.yaml',
  ])
    .argument('<file>', 'JSON or YAML')
    .action((file: string, options: CommonOptions) =>
      run(options, async (output) => {
        const { version, rules } = await readLimitsFile(file);
        const count = `${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}`;
        output.result({ file, version, rules: rules.length }, () => `${file} is right: version ${version}, ${count}.`);
      }),
    );
}

function schemaCommand(): Command {
  return newCommand('schema', 'the JSON Schema of a limits file, for editors', [
    'limits schema > limits.schema.json',
  ]).action((options: CommonOptions) =>
    run(options, async (output) => {
      const schema = riskConfigSchema();
      output.result(schema, () => JSON.stringify(schema, null, 2));
      await Promise.resolve();
    }),
  );
}

/** Limits of risk: what is in force, and what is to be. */
export function limitsCommand(): Command {
  const limits = new Command('limits').description('limits in force with their use; put others in force, check a file');
  limits.addCommand(showCommand(), { isDefault: true });
  for (const command of [setCommand(), validateCommand(), schemaCommand()]) limits.addCommand(command);
  return limits;
}
