import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineBench } from './harness/bench.js';

const SETTLE_SECONDS = { full: 60, quick: 10 };
const START_TIMEOUT_MS = 90_000;
const BYTES_PER_KB = 1_024;
const MB = 1_000_000;

const FREE_PORTS = Object.fromEntries(
  [
    'BROKER_SMF_PORT',
    'BROKER_WS_PORT',
    'BROKER_ADMIN_PORT',
    'EXCHANGE_PORT',
    'MARKET_DATA_PORT',
    'OMS_PORT',
    'STRATEGY_HOST_PORT',
    'GATEWAY_PORT',
  ].map((name) => [name, '0']),
);

/** A process and all its descendants, from /proc. */
function tree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The command in brackets may hold blanks: fields are counted from behind it.
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // Ended between the listing and the look.
    }
  }
  const found = [root];
  for (let i = 0; i < found.length; i++) for (const [pid, parent] of parents) if (parent === found[i]) found.push(pid);
  return found;
}

function scriptOf(pid: number): string {
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  // The flags in front of it name files too.
  const script = words.find((word) => !word.startsWith('-') && word.endsWith('.js')) ?? words[0] ?? '';
  return /(?:apps|libs)\/([^/]+)\//.exec(script)?.[1] ?? script;
}

/** Proportional set size: shared pages are counted once over all who share them. */
function pssMb(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return (Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1]) * BYTES_PER_KB) / MB;
}

function untilReady(launcher: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the platform did not become ready')), START_TIMEOUT_MS);
    launcher.once('exit', (code) => reject(new Error(`the platform ended with code ${code}`)));
    const { stdout } = launcher;
    if (stdout === null) return reject(new Error('no output'));
    createInterface({ input: stdout }).on('line', (line) => {
      if (!line.includes('"launcher.ready"')) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Memory of the whole platform as `npm start` runs it: the sum of PSS of all its processes, the launcher included. */
export const bench = defineBench({
  name: 'footprint',
  goals: [{ name: 'totalPssMb', op: '<=', goal: 700 }],
  async measure({ quick, say }) {
    const directory = mkdtempSync(join(tmpdir(), 'bourseworks-footprint-'));
    const cli = join(import.meta.dirname, '..', 'apps', 'cli', 'src', 'main.js');
    const launcher = fork(cli, ['up', '--json'], {
      env: { ...process.env, ...FREE_PORTS, DATA_DIR: directory },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    try {
      await untilReady(launcher);
      const settle = quick ? SETTLE_SECONDS.quick : SETTLE_SECONDS.full;
      say(`ready; measuring in ${settle} s`);
      await sleep(settle * 1_000);
      const processes = tree(launcher.pid as number).map((pid) => ({ name: scriptOf(pid), pssMb: pssMb(pid) }));
      const total = processes.reduce((sum, one) => sum + one.pssMb, 0);
      const round = (value: number): number => Math.round(value * 10) / 10;
      return {
        values: { totalPssMb: round(total) },
        figures: {
          processes: Object.fromEntries(processes.map((one) => [one.name, round(one.pssMb)])),
          settleSeconds: settle,
        },
      };
    } finally {
      const ended = new Promise((resolve) => launcher.once('exit', resolve));
      launcher.send({ type: 'shutdown' });
      await ended;
      rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
    }
  },
});
