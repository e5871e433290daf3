import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Bus } from '../bus.js';
import { EXIT } from '../exit-codes.js';
import { CliFailure, failureOf } from '../failure.js';
import { renderLogLine } from '../launcher/log-line.js';
import { startPlatform } from '../launcher/platform.js';
import { onStopRequest } from '../launcher/stop-request.js';
import { SERVICE_NAMES, serviceSpec } from '../launcher/service-spec.js';
import { Supervisor } from '../launcher/supervisor.js';
import type { Output } from '../output/output.js';
import { feedOf, type DemoOptions } from './demo-options.js';
import type { DemoRun } from './demo-run.js';
import { recordedFeed, type RecordedFeed } from './feeds.js';
import { ownRecording } from './own-recording.js';
import { recordedRun } from './recorded-run.js';
import { simulatedRun } from './simulated-run.js';
import type { DemoResult, DemoSummary } from './summary.js';

const HOST = '127.0.0.1';

const progress = (text: string): void => void process.stderr.write(`${text}\n`);

/** Warnings and errors of the services go to stderr; the rest of their log is for `up`. */
function showTrouble(supervisor: Supervisor): void {
  supervisor.on('line', (service, line) => {
    const level = line.fields?.['level'];
    const trouble =
      line.fields === undefined || level === 'error' || level === 'warn' || level === 'fatal' || Number(level) >= 40;
    // Why a service does not start is told once, by the failure of the demo.
    if (line.fields === undefined && line.raw.startsWith(`${service}: `)) return;
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

async function execute(supervisor: Supervisor, run: DemoRun): Promise<DemoResult> {
  const startedAt = performance.now();
  progress(run.title);
  const { 'strategy-host': strategies, ...services } = run.env;
  const { solaceUrl } = await startPlatform(supervisor, HOST, services);
  const bus = await Bus.connect(solaceUrl);
  try {
    await run.check?.(bus);
    await supervisor.start(serviceSpec('strategy-host', { SOLACE_URL: solaceUrl, ...strategies }));
    progress('broker, market data, OMS and strategy host are up');
    return await run.execute(bus, progress, () => Math.round((performance.now() - startedAt) / 10) / 100);
  } finally {
    await bus.close();
  }
}

function writeEvents(file: string | undefined, events: DemoResult['events']): void {
  if (file !== undefined) writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
}

/** The reason of a demo without a result, as its user meets it. */
function demoFailure(error: unknown): CliFailure {
  const failure = failureOf(error);
  if (failure.exitCode === EXIT.interrupted) return failure;
  return new CliFailure(EXIT.failed, `The demo failed: ${failure.message}`, failure.remedy, failure.code);
}

async function feedFor(options: DemoOptions): Promise<RecordedFeed | undefined> {
  if (options.data === undefined) return undefined;
  return feedOf(options) === 'recording' ? ownRecording(options) : recordedFeed(options);
}

/** Runs the platform as separate processes, lets the pairs strategy trade, prints what came of it. */
export async function demo(options: DemoOptions, output: Output): Promise<void> {
  const feed = await feedFor(options);
  const directory = mkdtempSync(join(tmpdir(), 'bourseworks-demo-'));
  const supervisor = new Supervisor();
  showTrouble(supervisor);
  const stopped = new Promise<never>((_resolve, reject) =>
    onStopRequest(() => reject(new CliFailure(EXIT.interrupted, 'The demo was stopped.'))),
  );
  const died = new Promise<never>((_resolve, reject) => {
    // A demo whose service crashed has no result to show: its figures would mix two lives of that service.
    supervisor.on('crashed', (service, reason) =>
      reject(new CliFailure(EXIT.failed, `${service} went down (${reason})`)),
    );
  });
  try {
    const run =
      feed === undefined || options.data === undefined
        ? simulatedRun(options, directory)
        : recordedRun(feed, { ...options, data: resolve(options.data) }, directory);
    // Now: a file that cannot be written would be found out after the run.
    writeEvents(options.events, []);
    const { summary, events } = await Promise.race([execute(supervisor, run), stopped, died]);
    writeEvents(options.events, events);
    await supervisor.stop();
    output.result(summary, () => table(summary));
  } catch (error) {
    throw demoFailure(error);
  } finally {
    await supervisor.stop();
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}
