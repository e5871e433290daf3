import { Option, type Command } from 'commander';
import type { SettingState } from '@bourseworks/ports';
import { newCommand, run, type CommonOptions } from '../command.js';
import type { ServiceSettings } from '../config/ask-settings.js';
import { EXIT } from '../exit-codes.js';
import { CliFailure } from '../failure.js';
import { SERVICE_NAMES, type ServiceName } from '../launcher/service-spec.js';
import type { Output } from '../output/output.js';

type Part = ServiceSettings['service'];

interface ConfigOptions extends CommonOptions {
  readonly service?: Part;
  readonly changed: boolean;
}

/** `launcher`: what `bourse up` hands on. */
type Source = SettingState['source'] | 'launcher';
type Setting = Omit<SettingState, 'source'> & { readonly source: Source };
interface PartSettings extends Omit<ServiceSettings, 'settings'> {
  readonly settings: readonly Setting[];
}

const PARTS: readonly Part[] = ['launcher', ...SERVICE_NAMES];
/** Longer values are cut in the table; --json has all of them. */
const MAX_SHOWN = 60;

/** Asks one part; what only the launcher set is shown as that. */
async function settingsOf(part: Part): Promise<PartSettings> {
  const { launcherAddresses, launcherSettings } = await import('../config/launcher-settings.js');
  if (part === 'launcher') return launcherSettings(process.env);
  const { askSettings } = await import('../config/ask-settings.js');
  const handed = launcherAddresses(process.env);
  const answer = await askSettings(part satisfies ServiceName, { ...process.env, ...handed });
  const settings = answer.settings.map((setting): Setting => {
    if (!Object.hasOwn(handed, setting.name)) return setting;
    return { ...setting, source: setting.value === setting.default ? 'default' : 'launcher' };
  });
  return { ...answer, settings };
}

function shown({ secret, set, value }: Setting): string {
  if (secret) return set === true ? '(set, hidden)' : '(not set)';
  if (value === null) return '-';
  return value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN - 1)}…` : value;
}

function table(output: Output, parts: readonly PartSettings[]): string {
  const rows = parts.flatMap(({ service, settings }) => settings.map((setting) => ({ service, setting })));
  if (rows.length === 0) return 'Every setting has its default.';
  return output.table<(typeof rows)[number]>(
    [
      { header: 'service', cell: ({ service }) => service },
      { header: 'variable', cell: ({ setting }) => setting.name },
      {
        header: 'value',
        cell: ({ setting }) => (setting.problem === undefined ? shown(setting) : output.style('bad', shown(setting))),
      },
      {
        header: 'source',
        cell: ({ setting }) => (setting.source === 'default' ? output.style('dim', 'default') : setting.source),
      },
    ],
    rows,
  );
}

const problemsOf = ({ service, settings, problems }: PartSettings): string[] =>
  [...settings.flatMap(({ problem }) => problem ?? []), ...problems].map((problem) =>
    problem.startsWith(`${service}: `) ? problem : `${service}: ${problem}`,
  );

async function config({ service, changed }: ConfigOptions, output: Output): Promise<void> {
  const asked = service === undefined ? PARTS : [service];
  const all = await Promise.all(asked.map(settingsOf));
  const parts = all.map((part) => ({
    ...part,
    settings: part.settings.filter(({ source, problem }) => !changed || source !== 'default' || problem !== undefined),
  }));
  if (output.json) for (const part of parts) output.result(part, () => '');
  else output.line(table(output, parts));
  const problems = all.flatMap(problemsOf);
  if (problems.length > 0)
    throw new CliFailure(EXIT.failed, problems.join('\n'), 'Correct what is named and look again.');
}

export function configCommand(): Command {
  return newCommand('config', 'which settings are in force, and where each comes from; secrets stay hidden', [
    'config',
    'config --service oms --changed',
    'config --json',
  ])
    .addOption(new Option('--service <name>', 'only this one').choices(PARTS))
    .option('--changed', 'only what differs from its default', false)
    .action((options: ConfigOptions) => run(options, (output) => config(options, output)));
}
