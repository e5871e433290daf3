import assert from 'node:assert/strict';
import { jestGlobals } from '../jest-globals.js';
import { testWith } from '../requirement/requirement.js';
import { BOOKS } from './cases/books.js';
import { CLOSING } from './cases/closing.js';
import { CONNECTION } from './cases/connection.js';
import { GAPS } from './cases/gaps.js';
import { HISTORY } from './cases/history.js';
import { INSTRUMENTS } from './cases/instruments.js';
import { LIVE } from './cases/live.js';
import { MALFORMED } from './cases/malformed.js';
import { excuse, type MarketDataCase } from './contract-case.js';
import type { FeedVenue, MarketDataHarness } from './harness.js';
import { MarketDataTrial } from './trial.js';
import { VenuePool } from './venue-pool.js';

const CLOSE_TIMEOUT_MS = 60_000;
const CASE_TIMEOUT_MS = 60_000;
/** Said by an adapter, it would be in a log: of every case. */
const SECRETS_ID = 'MD-900';

export const MARKET_DATA_CONTRACT: readonly MarketDataCase[] = [
  ...INSTRUMENTS,
  ...HISTORY,
  ...LIVE,
  ...GAPS,
  ...BOOKS,
  ...CONNECTION,
  ...MALFORMED,
  ...CLOSING,
];

/**
 * The numbered cases that the market-data side of every adapter passes, as tests of Jest. What a venue does not offer, or the
 * harness excuses it from, is skipped with the reason in its name. Each case has an adapter of its own, and a venue for itself
 * while it runs: they run side by side, as many as Jest lets, for most of each is waiting.
 */
export function describeMarketDataContract<V extends FeedVenue>(name: string, harness: MarketDataHarness<V>): void {
  const globals = jestGlobals();
  if (globals === undefined) throw new Error('the market-data contract runs under Jest');
  refuseUnknown(harness.excused ?? {});
  globals.describe(`market-data contract of ${name}`, () => {
    const venues = new VenuePool(() => harness.start());
    const said: string[] = [];
    globals.afterAll(() => venues.close(), CLOSE_TIMEOUT_MS);
    for (const one of MARKET_DATA_CONTRACT) {
      const why = excuse(one, harness);
      const title = `${one.id} ${one.title}`;
      const run = async (): Promise<void> =>
        void said.push(await venues.lend((venue) => runMarketDataCase(one, harness, venue)));
      if (why === undefined) globals.it.concurrent(title, run, CASE_TIMEOUT_MS);
      else testWith({ kind: 'absent', why }, title, run);
    }
    globals.it(`${SECRETS_ID} no key or secret was said in any reason or error of these cases`, () => {
      for (const secret of harness.secrets ?? []) {
        assert.ok(!said.some((text) => text.includes(secret)), 'a secret was said');
      }
    });
  });
}

/** Runs one case; resolves to what the adapter said in it. */
export async function runMarketDataCase<V extends FeedVenue>(
  one: MarketDataCase,
  harness: MarketDataHarness<V>,
  venue: V,
): Promise<string> {
  const trial = new MarketDataTrial(harness, venue);
  try {
    await one.run(trial);
  } finally {
    await trial.end();
  }
  await trial.closed();
  return trial.said();
}

/** An excuse for a case that does not exist would excuse nobody, and nobody would know. */
function refuseUnknown(excused: Readonly<Record<string, string>>): void {
  const known = new Set(MARKET_DATA_CONTRACT.map(({ id }) => id));
  const unknown = Object.keys(excused).filter((id) => !known.has(id));
  if (unknown.length > 0) throw new Error(`there are no cases ${unknown.join(', ')}`);
}
