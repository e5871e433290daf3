import { SeededRng, type Rng } from '@bourseworks/ports';
import { runPass, type PassFigures } from './feed-faults/pass.js';
import { tapeAbout, type Tape } from './feed-faults/tape.js';
import { binanceTape } from './feed-faults/tapes/binance.js';
import { coinbaseTape } from './feed-faults/tapes/coinbase.js';
import { krakenTape } from './feed-faults/tapes/kraken.js';
import { BinanceVenue } from './feed-faults/venues/binance-venue.js';
import { CoinbaseVenue } from './feed-faults/venues/coinbase-venue.js';
import { KrakenVenue } from './feed-faults/venues/kraken-venue.js';
import type { TapeVenue } from './feed-faults/venues/tape-venue.js';

/** Passes at a time, each with a venue and an adapter of its own. */
const LANES = 9;
const FAULTS_A_PASS = 40;
/** Symbols of a pass, where a tape has many. */
const SYMBOLS = 4;
/** Growth of the heap from a fifth of the way to the end, bytes, when it can be collected before each look. */
const MAX_GROWTH = 32 * 1_024 * 1_024;
/** Violations that are shown. */
const SHOWN = 20;

interface Size {
  readonly n: number;
  readonly seed: number;
  readonly say: (text: string) => void;
}

interface Kind {
  readonly name: string;
  readonly venue: (rng: Rng) => TapeVenue;
}

/** A tape about some of its symbols. */
function some(tape: Tape, rng: Rng): Tape {
  const left = [...tape.books.keys()];
  return tapeAbout(
    tape,
    Array.from({ length: SYMBOLS }, () => left.splice(rng.integer(left.length), 1)[0]),
  );
}

function kinds(): readonly Kind[] {
  const [binance, kraken, coinbase] = [binanceTape(), krakenTape(), coinbaseTape()];
  return [
    { name: 'binance', venue: () => new BinanceVenue(binance) },
    { name: 'kraken', venue: () => new KrakenVenue(kraken) },
    { name: 'coinbase', venue: (rng) => new CoinbaseVenue(some(coinbase, rng)) },
  ];
}

/** What came of all passes. */
class Sum {
  passes = 0;
  injected = 0;
  steps = 0;
  requests = 0;
  readonly faults: Record<string, number> = {};
  readonly tallies: Record<string, number> = {};
  readonly violations: string[] = [];

  add(name: string, seed: number, figures: PassFigures): void {
    this.passes++;
    this.steps += figures.steps;
    this.requests += figures.requests;
    for (const [what, count] of figures.faults) {
      this.faults[what] = (this.faults[what] ?? 0) + count;
      this.injected += count;
    }
    for (const [what, count] of figures.tallies) this.tallies[what] = (this.tallies[what] ?? 0) + count;
    for (const violation of figures.violations) this.violations.push(`${name}, pass ${seed}: ${violation}`);
  }
}

function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** Passes one after the other until there were enough faults; the first violation ends it. */
async function lane(size: Size, sum: Sum, plan: { begun: number; asked: number }, of: readonly Kind[]): Promise<void> {
  while (plan.asked < size.n && sum.violations.length === 0) {
    const number = plan.begun++;
    const faults = Math.min(FAULTS_A_PASS, Math.ceil(size.n / of.length), size.n - plan.asked);
    plan.asked += faults;
    const { name, venue } = of[number % of.length];
    const rng = new SeededRng(size.seed * 1_000_003 + number);
    const figures = await runPass({ venue: venue(rng), faults, rng });
    // A tape that ended early is made up for.
    plan.asked -= faults - [...figures.faults.values()].reduce((all, count) => all + count, 0);
    sum.add(name, number, figures);
    if (sum.passes % 10 === 0) size.say(`${sum.injected} of ${size.n}`);
  }
}

/**
 * Recorded feeds of Binance, Kraken and Coinbase, played to their adapters with `n` faults: gaps, duplicates, other orders, cuts
 * and silence. Whatever happens, each loss is told and made good, and in the end every book and every trade is that of the
 * recording.
 */
async function run(size: Size) {
  const crashes: string[] = [];
  const crashed = (error: unknown): void => void crashes.push(String(error instanceof Error ? error.stack : error));
  process.on('unhandledRejection', crashed).on('uncaughtException', crashed);
  const sum = new Sum();
  const plan = { begun: 0, asked: 0 };
  const of = kinds();
  let base = 0;
  const watch = (text: string): void => {
    size.say(text);
    if (base === 0 && sum.injected >= size.n / 5) base = heapBytes();
  };
  try {
    await Promise.all(Array.from({ length: LANES }, () => lane({ ...size, say: watch }, sum, plan, of)));
  } finally {
    process.off('unhandledRejection', crashed).off('uncaughtException', crashed);
  }
  const growth = base === 0 ? 0 : heapBytes() - base;
  const problems = [...crashes, ...sum.violations];
  if (globalThis.gc !== undefined && growth > MAX_GROWTH) problems.push(`the heap grew by ${growth} bytes`);
  if (problems.length > 0) throw new Error(`seed ${size.seed}: ${problems.slice(0, SHOWN).join('\n')}`);
  const { passes, injected, steps, requests, faults, tallies } = sum;
  return { passes, injected, steps, requests, faults, tallies, growthBytes: growth };
}

export const soak = { n: 10_000, seed: 1, run };
