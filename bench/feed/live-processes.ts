import { fork, type ChildProcess, type ForkOptions } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BusLogin } from '../bus/wire.js';
import { told } from '../gateway/processes.js';
import { SYMBOLS, type VenueReady } from './wire.js';

const LIMIT_MS = 60_000;

/** Of util-linux; without it what is elsewhere takes its share of the processors. */
const CHRT = '/usr/bin/chrt';

/**
 * How a process is started that would be a machine elsewhere: its work is not to take the processors that are measured, so it
 * gets what nobody else wants. All threads of it: those of V8, which collect its garbage, keep the priority that the process
 * was started with.
 */
const elsewhere = (): Pick<ForkOptions, 'execPath' | 'execArgv'> =>
  existsSync(CHRT) ? { execPath: CHRT, execArgv: ['--idle', '0', process.execPath] } : {};

export interface Running {
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

const stopping = (child: ChildProcess, cleanUp = (): void => undefined): Running['stop'] => {
  return () =>
    new Promise((resolve) => {
      child.once('exit', () => {
        cleanUp();
        resolve();
      });
      child.disconnect();
    });
};

export async function startVenue(part: 'streams' | 'history'): Promise<Running & VenueReady> {
  const child = fork(new URL('./venue.peer.js', import.meta.url), {
    ...(part === 'history' ? elsewhere() : {}),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ready = await told(child, 'venue', (message) =>
    'ready' in message ? (message.ready as VenueReady) : undefined,
  );
  return { child, stop: stopping(child), ...ready };
}

export async function startAsker({ url, vpn, username, password }: BusLogin): Promise<Running> {
  const login = { BENCH_URL: url, BENCH_VPN: vpn, BENCH_USERNAME: username, BENCH_PASSWORD: password };
  const child = fork(new URL('./asker.peer.js', import.meta.url), {
    env: { ...process.env, ...login },
    ...elsewhere(),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await told(child, 'asker', (message) => ('ready' in message ? true : undefined));
  return { child, stop: stopping(child) };
}

/** market-data as `npm start` runs it, with room for so many questions at a time. */
export async function startMarketData(
  { url, vpn, username, password }: BusLogin,
  venue: { readonly url: string; readonly streamUrl: string },
  questions: number,
): Promise<Running> {
  const directory = mkdtempSync(join(tmpdir(), 'bourseworks-feed-'));
  const child = fork(join(import.meta.dirname, '..', '..', 'apps', 'market-data', 'src', 'main.js'), {
    env: {
      ...process.env,
      SOLACE_URL: url,
      SOLACE_VPN: vpn,
      SOLACE_USERNAME: username,
      SOLACE_PASSWORD: password,
      DATA_DIR: directory,
      MARKET_DATA_PORT: '0',
      ADAPTERS: 'binance',
      BINANCE_DATA_URL: venue.url,
      BINANCE_STREAM_URL: venue.streamUrl,
      BINANCE_SYMBOLS: SYMBOLS.join(','),
      HISTORY_QUEUE: String(questions),
      LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  await ready(child);
  const cleanUp = (): void => rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  return { child, stop: stopping(child, cleanUp) };
}

function ready({ stdout }: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    if (stdout === null) return reject(new Error('no output'));
    const timer = setTimeout(() => reject(new Error('market-data did not become ready')), LIMIT_MS);
    createInterface({ input: stdout }).on('line', (line) => {
      if (!line.includes('"service.ready"')) return;
      clearTimeout(timer);
      resolve();
    });
  });
}
