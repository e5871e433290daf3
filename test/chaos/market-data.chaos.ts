import { SeededRng } from '@bourseworks/ports';
import { Life, type StoreKind } from './market-data/life.js';
import { LEASE_US, Rounds, STREAMS, type Outcome } from './market-data/rounds.js';

/** How long a wanted stream may be without a connection: a lease, the wait of others for it, and their way to the venue. */
const NONE_US = 10_000_000;
const US_PER_MS = 1_000;

type Say = (text: string) => void;

interface Figures extends Outcome {
  readonly overlapUs: number;
  readonly splitUs: number;
  readonly noneUs: number;
  readonly messages: number;
  readonly fenced: number;
}

async function runOver(store: StoreKind, rounds: number, rng: SeededRng, say: Say): Promise<Figures> {
  const life = await Life.begin(store);
  let figures: Figures | undefined;
  try {
    const outcome = await new Rounds(life, rng).run(rounds);
    const { venue, crowd } = life;
    figures = {
      ...outcome,
      overlapUs: venue.overlapUs(STREAMS),
      splitUs: venue.splitUs('one'),
      noneUs: Math.max(...STREAMS.map((stream) => venue.noneUs(stream, crowd.spans(stream)))),
      messages: crowd.messages,
      fenced: crowd.fenced,
    };
  } finally {
    const bad = figures === undefined || problemsOf(figures, store).length > 0;
    await life.end(bad);
    if (bad) say(`the log of the instances is ${life.logFile}`);
  }
  say(`${store}: ${rounds} rounds, ${problemsOf(figures, store).length} violations`);
  return figures;
}

function problemsOf({ faults, overlapUs, splitUs, noneUs, messages }: Figures, store: StoreKind): string[] {
  const problems = [...faults];
  if (overlapUs > LEASE_US) problems.push(`two connections for one stream for ${overlapUs} us`);
  if (splitUs > LEASE_US) problems.push(`two instances at the venue of one connection for ${splitUs} us`);
  if (noneUs > NONE_US) problems.push(`no connection for a wanted stream for ${noneUs} us`);
  if (messages === 0) problems.push('nothing was published');
  return problems.map((problem) => `${store}: ${problem}`);
}

function quantileMs(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0) / US_PER_MS);
}

/**
 * Three instances of market-data while owners of streams are killed or stand still in the middle of requests that race each
 * other, first over a file, then over Redis. A venue of its own counts the connections of each stream.
 */
async function run({
  n,
  seed,
  say,
  stores = ['file', 'redis'],
}: {
  n: number;
  seed: number;
  say: Say;
  stores?: readonly StoreKind[];
}) {
  const rng = new SeededRng(seed);
  const all: Figures[] = [];
  const violations: string[] = [];
  for (const [index, store] of stores.entries()) {
    const rounds = Math.floor((n * (index + 1)) / stores.length) - Math.floor((n * index) / stores.length);
    if (rounds === 0) continue;
    const figures = await runOver(store, rounds, rng, say);
    all.push(figures);
    violations.push(...problemsOf(figures, store));
  }
  const takeoverUs = all.flatMap((one) => one.takeoverUs);
  const sum = (pick: (one: Figures) => number): number => all.reduce((total, one) => total + pick(one), 0);
  const most = (pick: (one: Figures) => number): number => Math.max(...all.map(pick));
  return {
    rounds: n,
    kills: sum(({ kills }) => kills),
    stops: sum(({ stops }) => stops),
    overlapUs: most(({ overlapUs }) => overlapUs),
    splitUs: most(({ splitUs }) => splitUs),
    noneUs: most(({ noneUs }) => noneUs),
    takeovers: takeoverUs.length,
    takeoverMs: { p50: quantileMs(takeoverUs, 0.5), p99: quantileMs(takeoverUs, 0.99) },
    messages: sum(({ messages }) => messages),
    fenced: sum(({ fenced }) => fenced),
    violations,
  };
}

export const chaos = { n: 200, seed: 1, run };
