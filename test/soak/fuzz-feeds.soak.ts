import { setImmediate as turn } from 'node:timers/promises';
import { SPOT_DATA, USDM_DATA } from '@bourseworks/adapters/binance';
import { DomainError } from '@bourseworks/domain';
import { SeededRng, type Rng } from '@bourseworks/ports';
import { Told, type Fuzzed } from './fuzz-feeds/fuzzed.js';
import { AlpacaLive } from './fuzz-feeds/live/alpaca-live.js';
import { BinanceLive } from './fuzz-feeds/live/binance-live.js';
import { CoinbaseLive } from './fuzz-feeds/live/coinbase-live.js';
import { KrakenLive } from './fuzz-feeds/live/kraken-live.js';
import { SimLive } from './fuzz-feeds/live/sim-live.js';
import { mutated, pick } from './fuzz-feeds/mutate.js';
import { fuzzedRecordings } from './fuzz-feeds/recordings.js';
import { Work } from './fuzz-feeds/work.js';

/** Messages of a reader before the next one has its turn, and promises get theirs. */
const BATCH = 20;
/** Messages that are left as they are, so that the state gets deep. */
const GOOD = 0.3;
/** Growth of the heap from a fifth of the way to the end, bytes, when it can be collected before each look. */
const MAX_GROWTH = 32 * 1_024 * 1_024;
/** Violations after which it ends, and characters of a message that are shown. */
const SHOWN = 20;
const SHOWN_CHARACTERS = 2_000;

interface Size {
  readonly n: number;
  readonly seed: number;
  readonly say: (text: string) => void;
}

function readers(told: Told): readonly Fuzzed[] {
  return [
    ...fuzzedRecordings(told),
    new BinanceLive(SPOT_DATA, 'btcusdt_20240808.gz', told),
    new BinanceLive(USDM_DATA, 'usdm_btcusdt_20240808.gz', told),
    new KrakenLive(told),
    new CoinbaseLive(told),
    new AlpacaLive('equity', told),
    new AlpacaLive('crypto', told),
    new SimLive(told),
  ];
}

/** Mutated messages to one reader, in the order in which the good ones were received. */
class Storm {
  refused = 0;
  read = 0;
  private next = 0;

  constructor(
    readonly reader: Fuzzed,
    private readonly rng: Rng,
    private readonly told: Told,
    private readonly work: Work,
  ) {}

  /** What was wrong. */
  one(): readonly string[] {
    const { reader, rng, told } = this;
    const isGood = rng.next() < GOOD;
    const good = this.following();
    const text = isGood ? good : mutated(good, rng, () => pick(rng, reader.texts));
    const { size } = told;
    const begun = performance.now();
    let problems: readonly string[] = [];
    try {
      reader.accept(text);
      this.read++;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'DATA_FORMAT') this.refused++;
      else problems = [error instanceof Error ? String(error.stack) : String(error)];
    }
    this.work.add(reader.name, text.length, told.size - size, performance.now() - begun);
    const wrong = [...problems, ...told.problems.splice(0)];
    return wrong.map((problem) => `${reader.name}: ${problem}\n  of ${text.slice(0, SHOWN_CHARACTERS)}`);
  }

  private following(): string {
    const { texts } = this.reader;
    if (this.next === texts.length) {
      this.next = 0;
      this.reader.restart();
    }
    return texts[this.next++];
  }
}

function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** All readers in turn. */
async function storm(storms: readonly Storm[], { n, say }: Size, violations: string[]): Promise<number> {
  let base = 0;
  let shown = 0;
  for (let done = 0, at = 0; done < n && violations.length < SHOWN; at++) {
    if (base === 0 && done >= n / 5) base = heapBytes();
    const size = Math.min(BATCH, n - done);
    for (let i = 0; i < size; i++) violations.push(...storms[at % storms.length].one());
    done += size;
    // Backfills go on, and rejections come to light.
    await turn();
    if (done - shown >= 20_000) say(`${(shown = done)} of ${n}, ${violations.length} violations`);
  }
  return heapBytes() - base;
}

/**
 * `n` mutated messages of the venues, fed to what reads their streams: of recordings, and live without the socket. Each is read,
 * or refused as DATA_FORMAT, and nothing is told that the domain types do not allow.
 */
async function run(size: Size) {
  const told = new Told();
  const work = new Work();
  const rng = new SeededRng(size.seed);
  const violations: string[] = [];
  const crashed = (error: unknown): void =>
    void violations.push(`unhandled: ${error instanceof Error ? String(error.stack) : String(error)}`);
  process.on('unhandledRejection', crashed).on('uncaughtException', crashed);
  const all = readers(told);
  try {
    const storms = all.map((reader) => new Storm(reader, rng, told, work));
    const growth = await storm(storms, size, violations);
    violations.push(...work.problems());
    if (globalThis.gc !== undefined && growth > MAX_GROWTH) violations.push(`the heap grew by ${growth} bytes`);
    if (violations.length > 0) throw new Error(`seed ${size.seed}: ${violations.slice(0, SHOWN).join('\n')}`);
    const [read, refused] = [
      storms.reduce((sum, one) => sum + one.read, 0),
      storms.reduce((sum, one) => sum + one.refused, 0),
    ];
    const byReader = Object.fromEntries(work.byReader());
    return {
      readers: all.length,
      read,
      refused,
      events: told.events,
      byReader,
      byLength: work.byLength(),
      growthBytes: growth,
    };
  } finally {
    for (const reader of all) reader.close?.();
    await turn();
    process.off('unhandledRejection', crashed).off('uncaughtException', crashed);
  }
}

export const soak = { n: 1_000_000, seed: 1, run };
