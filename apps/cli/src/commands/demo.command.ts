import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Bus } from '../bus.js';
import { isDate } from '../demo/calendar.js';
import { recordedRun } from '../demo/recorded-run.js';
import { simulatedRun } from '../demo/simulated-run.js';
import type { DemoSummary } from '../demo/summary.js';
import { renderLogLine } from '../launcher/log-line.js';
import { startPlatform } from '../launcher/platform.js';
import { onStopRequest } from '../launcher/stop-request.js';
import { SERVICE_NAMES } from '../launcher/service-spec.js';
import { SettingsError } from '../launcher/settings.js';
import { Supervisor } from '../launcher/supervisor.js';
import type { DemoRun } from '../demo/demo-run.js';

export interface DemoOptions {
  readonly data?: string;
  readonly venue: string;
  readonly symbols: string;
  readonly history: string;
  readonly trade: string;
  readonly fee: string;
  readonly cash: string;
  readonly seconds: string;
  readonly json: boolean;
}

const HOST = '127.0.0.1';

function check(options: DemoOptions): void {
  if (options.symbols.split(',').filter((symbol) => symbol !== '').length !== 2) {
    throw new SettingsError(`--symbols takes two symbols with a comma between them, not "${options.symbols}".`);
  }
  for (const flag of ['history', 'trade'] as const) {
    if (!isDate(options[flag]))
      throw new SettingsError(`--${flag} takes a date such as 2017-09-03, not "${options[flag]}".`);
  }
  if (!/^0?\.\d{1,8}$|^0$/.test(options.fee))
    throw new SettingsError(`--fee takes a fraction such as 0.001, not "${options.fee}".`);
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(options.cash))
    throw new SettingsError(`--cash takes an amount such as 1000000, not "${options.cash}".`);
  const seconds = Number(options.seconds);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 3_600) {
    throw new SettingsError(`--seconds takes a whole number from 1 to 3600, not "${options.seconds}".`);
  }
}

const progress = (text: string): void => void process.stderr.write(`${text}\n`);

/** Warnings and errors of the services go to stderr; the rest of their log is for `up`. */
function showTrouble(supervisor: Supervisor): void {
  supervisor.on('line', (service, line) => {
    const level = line.fields?.['level'];
    const trouble =
      line.fields === undefined || level === 'error' || level === 'warn' || level === 'fatal' || Number(level) >= 40;
    if (trouble) progress(renderLogLine(service, SERVICE_NAMES.indexOf(service), line, false));
  });
}

function table(summary: DemoSummary): string {
  const rows = Object.entries(summary)
    .filter(([name]) => name !== 'positions' && name !== 'tickToOrderUs')
    .map(([name, value]) => `  ${name.padEnd(16)} ${String(value)}`);
  const positions = summary.positions.map(
    (p) => `  position         ${p.symbol} ${p.quantity} at ${p.averagePrice}, marked ${p.mark} = ${p.marketValue}`,
  );
  const { p50, p99 } = summary.tickToOrderUs;
  return [...rows, ...positions, `  tickToOrderUs    p50 ${p50}, p99 ${p99}`].join('\n');
}

async function execute(supervisor: Supervisor, run: DemoRun): Promise<DemoSummary> {
  const startedAt = performance.now();
  progress(run.title);
  const addresses = await startPlatform(supervisor, HOST, run.env);
  progress('broker, market data, OMS and strategy host are up');
  const bus = await Bus.connect(addresses.solaceUrl);
  try {
    return await run.execute(bus, progress, () => Math.round((performance.now() - startedAt) / 10) / 100);
  } finally {
    await bus.close();
  }
}

/** Runs the platform as separate processes, lets the pairs strategy trade, prints what came of it. */
export async function demo(options: DemoOptions): Promise<number> {
  check(options);
  const directory = mkdtempSync(join(tmpdir(), 'bourseworks-demo-'));
  const supervisor = new Supervisor();
  showTrouble(supervisor);
  const stopped = new Promise<never>((_resolve, reject) => onStopRequest(() => reject(new Error('stopped'))));
  const died = new Promise<never>((_resolve, reject) => {
    // A demo whose service crashed has no result to show: its figures would mix two lives of that service.
    supervisor.on('crashed', (service, reason) => reject(new Error(`${service} went down (${reason})`)));
  });
  try {
    const run =
      options.data === undefined
        ? simulatedRun(options, directory)
        : recordedRun({ ...options, data: resolve(options.data) }, directory);
    const summary = await Promise.race([execute(supervisor, run), stopped, died]);
    await supervisor.stop();
    if (!options.json) process.stdout.write(`${table(summary)}\n`);
    else process.stdout.write(`${JSON.stringify(summary)}\n`);
    return 0;
  } catch (error) {
    progress(`The demo failed: ${(error as Error).message}`);
    await supervisor.stop();
    return 1;
  } finally {
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}
