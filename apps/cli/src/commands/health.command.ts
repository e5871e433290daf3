import { Argument, Option, type Command } from 'commander';
import { secondsArgument } from '../arguments/parsers.js';
import { newBusCommand, run, type BusOptions } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { CliFailure } from '../failure.js';
import { probeBroker, probeService, type HealthState, type ServiceHealth } from '../health/probe.js';
import { SERVICE_NAMES, type ServiceName } from '../launcher/service-spec.js';
import { httpAddress } from '../launcher/settings.js';
import type { Output, Style } from '../output/output.js';

interface HealthOptions extends BusOptions {
  /** How long each service may take to answer, seconds. */
  readonly timeout: number;
}

const STYLES: Readonly<Record<HealthState, Style>> = { ready: 'good', 'not ready': 'warn', down: 'bad' };

/** Loads what it needs of the bus only when the broker is asked about. */
const loadBus = () => import('../bus.js');

async function connectOnce(url: string): Promise<void> {
  const { Bus } = await loadBus();
  const bus = await Bus.connect(url);
  await bus.close();
}

function probe(service: ServiceName, { url, timeout }: HealthOptions): Promise<ServiceHealth> {
  const timeoutMs = Math.round(timeout * 1_000);
  return service === 'broker'
    ? probeBroker(url, timeoutMs, () => connectOnce(url))
    : probeService(service, httpAddress(process.env, service), timeoutMs);
}

function table(output: Output, services: readonly ServiceHealth[]): string {
  return output.table<ServiceHealth>(
    [
      { header: 'service', cell: ({ service }) => service },
      { header: 'state', cell: ({ state }) => output.style(STYLES[state], state) },
      { header: 'address', cell: ({ address }) => address },
      { header: 'why', cell: ({ reason }) => reason ?? '' },
    ],
    services,
  );
}

async function health(names: readonly ServiceName[], options: HealthOptions, output: Output): Promise<void> {
  const asked = SERVICE_NAMES.filter((name) => names.length === 0 || names.includes(name));
  // Before the clock of any probe runs: on a busy machine loading the client takes a second by itself.
  if (asked.includes('broker')) await loadBus();
  const services = await Promise.all(asked.map((service) => probe(service, options)));
  const waiting = services.filter(({ state }) => state !== 'ready');
  output.result({ ready: waiting.length === 0, services }, () => table(output, services));
  if (waiting.length === 0) return;
  const remedy =
    waiting.length === services.length && waiting.every(({ state }) => state === 'down')
      ? 'Start the platform with `npm start`.'
      : 'Its log says more; `bourse doctor` looks at this machine.';
  const which = waiting.map(({ service, state }) => `${service} is ${state}`).join(', ');
  throw new CliFailure(EXIT.failed, `Not everything is ready: ${which}.`, remedy);
}

export function healthCommand(): Command {
  return newBusCommand('health', 'is every service ready, and if not: what does it wait for?', [
    'health',
    'health oms strategy-host --timeout 5',
    'health --json',
  ])
    .addArgument(new Argument('[service...]', 'only these').choices(SERVICE_NAMES))
    .addOption(
      new Option('--timeout <seconds>', 'how long each may take to answer').default(2).argParser(secondsArgument),
    )
    .action((names: readonly ServiceName[], options: HealthOptions) =>
      run(options, (output) => health(names, options, output)),
    );
}
