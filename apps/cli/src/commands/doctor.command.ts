import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { newCommand, run, type CommonOptions } from '../command.js';
import { dataDirectory } from '../data-directory.js';
import type { Check, CheckState } from '../doctor/check.js';
import { checkDataDirectory } from '../doctor/data-directory.js';
import { checkMachine } from '../doctor/machine.js';
import { checkPorts } from '../doctor/port-checks.js';
import { checkBroker, checkContainers, checkInflux, checkRedis } from '../doctor/servers.js';
import { EXIT } from '../exit-codes.js';
import { CliFailure } from '../failure.js';
import { probeBroker } from '../health/probe.js';
import { brokerAddress } from '../launcher/settings.js';
import type { Output, Style } from '../output/output.js';

interface DoctorOptions extends CommonOptions {
  readonly production: boolean;
}

const STYLES: Readonly<Record<CheckState, Style>> = { ok: 'good', warn: 'warn', fail: 'bad' };
const BROKER_TIMEOUT_MS = 3_000;

/** Why the broker there cannot be joined; undefined when it can. */
async function brokerProblem(url: string): Promise<string | undefined> {
  const { Bus } = await import('../bus.js');
  const joined = await probeBroker(url, BROKER_TIMEOUT_MS, async () => (await Bus.connect(url)).close());
  return joined.state === 'ready' ? undefined : joined.reason;
}

async function servers(env: NodeJS.ProcessEnv): Promise<Check[]> {
  const url = env['SOLACE_URL'] || undefined;
  const broker = url === undefined ? undefined : brokerProblem(url);
  const [redis, influx, containers, problem] = await Promise.all([
    checkRedis(env['REDIS_URL'] || undefined),
    checkInflux(env['INFLUX_URL'] || undefined),
    checkContainers(),
    broker,
  ]);
  return [checkBroker(url, problem), redis, influx, ...containers];
}

async function examine(env: NodeJS.ProcessEnv, production: boolean): Promise<Check[]> {
  const builtMs = statSync(fileURLToPath(new URL('../main.js', import.meta.url))).mtimeMs;
  const ours = async (): Promise<boolean> => (await brokerProblem(brokerAddress(env))) === undefined;
  const groups = await Promise.all([
    checkMachine(production, builtMs),
    checkDataDirectory(dataDirectory(env), production),
    checkPorts(env, ours),
    servers(env),
  ]);
  return groups.flat();
}

function report(output: Output, checks: readonly Check[]): string {
  const rows = output.table<Check>(
    [
      { header: '', cell: ({ state }) => output.style(STYLES[state], state.padEnd(4)) },
      { header: 'what', cell: ({ name }) => name },
      { header: 'found', cell: ({ found }) => found },
    ],
    checks,
  );
  const remedies = checks.flatMap(({ name, remedy }) => (remedy === undefined ? [] : [`  ${name}: ${remedy}`]));
  return remedies.length === 0 ? rows : [rows, '', 'What to do:', ...remedies].join('\n');
}

async function doctor({ production }: DoctorOptions, output: Output): Promise<void> {
  const checks = await examine(process.env, production);
  const failed = checks.filter(({ state }) => state === 'fail').map(({ name }) => name);
  output.result({ ok: failed.length === 0, checks }, () => report(output, checks));
  if (failed.length > 0) throw new CliFailure(EXIT.failed, `Not fit to run: ${failed.join(', ')}.`);
}

export function doctorCommand(): Command {
  return newCommand('doctor', 'is this machine fit to run the platform? Ports, disk, memory, servers', [
    'doctor',
    'doctor --production',
    'doctor --json',
  ])
    .option('--production', 'less than the minimum hardware is a failure, not a warning', false)
    .action((options: DoctorOptions) => run(options, (output) => doctor(options, output)));
}
