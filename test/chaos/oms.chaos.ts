import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningPlatform } from '../support/running-platform.js';
import { SeededRng } from '@bourseworks/ports';
import { recoverMsOf, roundFigures, sumOf, type RoundFigures } from './oms/figures.js';
import { begin, settleAndCheck, storm } from './oms/round.js';
import { STRATEGIES } from './oms/strategies.js';
import { other, type Violation } from './oms/invariants.js';

/** Kills in one life of the platform: then everything is settled and held against the exchange, and a new one begins. */
const ROUND_KILLS = 100;

type Say = (text: string) => void;

interface Round {
  readonly figures: RoundFigures;
  readonly recoverMs: readonly number[];
  readonly violations: readonly Violation[];
}

async function runRound(kills: number, seed: number, pace: number, say: Say): Promise<Round> {
  const directory = mkdtempSync(join(realpathSync(tmpdir()), 'bourseworks-chaos-'));
  const platform = await RunningPlatform.start({
    DATA_DIR: join(directory, 'data'),
    STRATEGIES: JSON.stringify(STRATEGIES),
    // A lively market: orders that rest are filled while nobody looks.
    EXCHANGE_TICKS_PER_SECOND: '200',
    EXCHANGE_TEST_CONTROLS: 'true',
    // Snapshots are taken, and started from, all the time.
    SNAPSHOT_RECORDS: '500',
    RECONCILE_SECONDS: '5',
  });
  let round: Round;
  try {
    const parts = await begin(platform, join(directory, 'log.jsonl'), seed);
    const { barsAfterMs, differences } = await storm(parts, kills, seed, pace, say);
    const positions = differences.map((text) => other(`position of ${text}`));
    const violations = [...positions, ...(await settleAndCheck(parts))];
    const { services, people, venue } = parts;
    const figures = roundFigures(services, people, venue, barsAfterMs);
    round = { figures, recoverMs: recoverMsOf(services), violations };
  } finally {
    await platform.stop();
  }
  if (round.violations.length > 0) say(`the log of this round is ${directory}/log.jsonl`);
  else rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  return round;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0);
}

/**
 * The whole platform while its processes die and its venue connections break: `n` kills of random parts under a flow of
 * orders, with lost and late answers of the exchange, which lives on and keeps the truth. After each round everything is
 * settled, and every invariant of orders, fills, positions and cash is checked. `pace` below 1 shortens the pauses.
 */
async function run({ n, seed, say, pace = 1 }: { n: number; seed: number; say: Say; pace?: number }) {
  const rng = new SeededRng(seed);
  const rounds: Round[] = [];
  for (let left = n; left > 0; left -= ROUND_KILLS) {
    const kills = Math.min(left, ROUND_KILLS);
    const round = await runRound(kills, rng.integer(2 ** 31), pace, say);
    rounds.push(round);
    say(`round ${rounds.length}: ${kills} kills, ${round.violations.length} violations`);
  }
  const violations = rounds.flatMap((round) => round.violations);
  const count = (kind: Violation['kind']): number => violations.filter((one) => one.kind === kind).length;
  const recoverMs = rounds.flatMap((round) => round.recoverMs);
  const { kills, ...figures } = sumOf(rounds.map((round) => round.figures));
  return {
    kills,
    lost: count('lost'),
    duplicated: count('duplicated'),
    drift: count('drift'),
    recoverMs: { p50: quantile(recoverMs, 0.5), p99: quantile(recoverMs, 0.99) },
    ...figures,
    violations: violations.map(({ kind, text }) => `${kind}: ${text}`),
  };
}

export const chaos = { n: 1_000, seed: 1, run };
