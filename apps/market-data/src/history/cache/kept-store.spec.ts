import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SeededRng, SystemClock } from '@bourseworks/ports';
import { differentRows, VirtualClock } from '@bourseworks/testkit';
import { CachedVenue } from '../../../test/cached-venue.js';
import { ModelVenue, trade } from '../../../test/model-venue.js';

const COUNT = 6_000;
const DAMAGES = 7;
const LAST_US = 10_000_000;
const WHOLE = { fromUs: 0, toUs: LAST_US };

const rng = new SeededRng(11);
/** Two in a microsecond now and then; texts that do not pack well. */
const events = Array.from({ length: COUNT }, (_, index) =>
  trade(1_000 * Math.floor(index / 1.5), 0, 1 + Math.floor(rng.next() * 1e6), { tradeId: String(rng.next()) }),
);

describe('the file of the history cache', () => {
  let caches: CachedVenue[];
  let cache: CachedVenue;

  beforeEach(() => {
    caches = [];
    cache = open();
  });

  afterEach(async () => {
    for (const one of caches) await one.store.close();
  });

  function open(options?: { path: string; maxBytes?: number }): CachedVenue {
    const venue = new ModelVenue(events);
    venue.partSize = 500;
    const opened = new CachedVenue(venue, new SystemClock(), options);
    caches.push(opened);
    return opened;
  }

  async function expectRight(one = cache): Promise<void> {
    expect(differentRows((await one.ask(WHOLE)).events, events)).toEqual([]);
  }

  async function close(): Promise<void> {
    await cache.store.close();
  }

  it('damaged anywhere never changes an answer, is told of, put aside, and begins anew', async () => {
    await expectRight();
    await close();
    const whole = readFileSync(cache.path);
    let damaged = 0;
    for (let part = 0; part < DAMAGES; part++) {
      const changed = Buffer.from(whole);
      const at = Math.floor((whole.length * part) / DAMAGES);
      changed.fill(0x5a, at, at + 96);
      for (const end of ['-wal', '-shm', '.damaged']) rmSync(cache.path + end, { force: true });
      writeFileSync(cache.path, changed);
      const troubles = cache.troubles.length;
      await expectRight();
      await expectRight();
      await close();
      const told = cache.troubles.slice(troubles);
      expect(told).toEqual(told.map(() => expect.objectContaining({ what: 'damaged', code: 'STORE_CORRUPT' })));
      if (told.length > 0) expect(readFileSync(`${cache.path}.damaged`)).toHaveLength(whole.length);
      damaged += told.length;
    }
    expect(damaged).toBeGreaterThan(DAMAGES / 2);
  });

  it.each([
    ['gone', (path: string) => rmSync(path)],
    ['empty', (path: string) => truncateSync(path, 0)],
  ])('that is %s after a restart leaves nothing behind that counts as complete', async (_, change) => {
    await expectRight();
    await close();
    change(cache.path);
    await expectRight();
    expect(cache.venue.asked).toHaveLength(2);
    await expectRight();
    expect(cache.venue.asked).toHaveLength(2);
    expect(cache.troubles).toEqual([]);
  });

  it('that is replaced while it is open is not used until it was opened again', async () => {
    await expectRight();
    for (const end of ['', '-wal', '-shm']) rmSync(cache.path + end, { force: true });
    const other = open({ path: cache.path });
    await other.ask({ fromUs: 0, toUs: 5_000 });
    await expectRight();
    expect(cache.troubles).toMatchObject([{ what: 'off', code: 'STORE_UNAVAILABLE' }]);
    // It is left alone for a while.
    await expectRight();
    expect(cache.venue.asked).toHaveLength(3);
    await cache.reopen();
    await expectRight();
    expect(cache.venue.asked.at(-1)).toMatchObject({ fromUs: 5_000 });
  });

  it('that cannot be made costs the cache, not the answer', async () => {
    const path = `${cache.path}/below/a/file`;
    mkdirSync(dirname(cache.path), { recursive: true });
    writeFileSync(cache.path, '');
    const without = open({ path });
    await expectRight(without);
    await expectRight(without);
    expect(without.troubles).toMatchObject([{ what: 'off', code: 'STORE_UNAVAILABLE' }]);
    expect(existsSync(path)).toBe(false);
  });

  it('keeps to its size, and what it let go is fetched again', async () => {
    const small = open({ path: cache.path, maxBytes: 1_048_576 });
    const many = Array.from({ length: 60_000 }, (_, index) =>
      trade(100 * index, 0, 1 + Math.floor(rng.next() * 1e6), { tradeId: `${rng.next()}${rng.next()}` }),
    );
    small.venue.events = many;
    for (let round = 0; round < 2; round++) {
      for (let from = 0; from < 6_000_000; from += 750_000) {
        const query = { fromUs: from, toUs: from + 1_000_000 };
        expect(differentRows((await small.ask(query)).events, small.venue.within(query))).toEqual([]);
      }
    }
    expect(differentRows((await small.ask({ fromUs: 0, toUs: 7_000_000 })).events, many)).toEqual([]);
    expect(statSync(cache.path).size).toBeLessThan(4 * 1_048_576);
    expect(small.venue.asked.length).toBeGreaterThan(17);
    expect(small.troubles).toEqual([]);
  });

  it('shared by two that fetch the same at the same time has each event once', async () => {
    const other = open({ path: cache.path });
    await Promise.all([expectRight(), expectRight(other), cache.ask({ fromUs: 2_000, toUs: 3_000_000 })]);
    // Where they met, one may have said less of the time before an event than the other.
    for (const one of [cache, other]) await expectRight(one);
    const asked = [cache, other].map(({ venue }) => venue.asked.length);
    for (const one of [cache, other]) await expectRight(one);
    expect([cache, other].map(({ venue }) => venue.asked.length)).toEqual(asked);
  });

  it('that lost some of the events of a microsecond fetches that microsecond', async () => {
    await expectRight();
    await close();
    await cache.reopen();
    // As if another block had ended between them.
    const lost = { us: 2_000, ns: 1, fields: { price: 1, quantity: 1, '.of': 3 } };
    await cache.store.write(cache.seriesOf(WHOLE), [lost]);
    await expectRight();
    expect(cache.venue.asked[1]).toEqual({ fromUs: 1_001, toUs: 2_001, kind: 'trade' });
    await expectRight();
    expect(cache.venue.asked).toHaveLength(2);
  });

  describe('when the venue changes what it told', () => {
    const change = { adapter: 'model', venue: 'fake', symbol: 'X', fromUs: 1_000_000, toUs: 2_000_000 };
    const corrected = events.map((event) => (event.us === 1_500_000 ? { ...event, price: 1 } : event));

    it('has it fetched again: the range, of all kinds, and no more', async () => {
      await expectRight();
      cache.venue.events = corrected;
      await cache.store.forget({ ...change, symbol: 'Y' });
      await expectRight();
      await cache.store.forget(change);
      expect(differentRows((await cache.ask(WHOLE)).events, corrected)).toEqual([]);
      expect(differentRows((await cache.ask(WHOLE)).events, corrected)).toEqual([]);
      expect(cache.venue.asked.slice(1)).toEqual([{ fromUs: 999_001, toUs: 2_000_001, kind: 'trade' }]);
    });

    it('has what came late between two that were there', async () => {
      await expectRight();
      const at = events.findIndex(({ us }) => us > 1_500_500);
      cache.venue.events = events.toSpliced(at, 0, trade(1_500_500));
      await cache.store.forget({ ...change, fromUs: 1_500_500, toUs: 1_500_501 });
      expect(differentRows((await cache.ask(WHOLE)).events, cache.venue.events)).toEqual([]);
      expect(cache.venue.asked.slice(1)).toEqual([{ fromUs: 1_500_001, toUs: 1_501_001, kind: 'trade' }]);
    });

    it('does so too when it cannot be written at the moment', async () => {
      const clock = new VirtualClock();
      const away = new CachedVenue(new ModelVenue(events), clock);
      caches.push(away);
      away.venue.partSize = 500;
      await expectRight(away);
      renameSync(away.path, `${away.path}.away`);
      await away.store.forget(change);
      expect(away.troubles).toMatchObject([{ what: 'off' }]);
      renameSync(`${away.path}.away`, away.path);
      away.venue.events = corrected;
      clock.advance(30_000_000);
      expect(differentRows((await away.ask(WHOLE)).events, corrected)).toEqual([]);
      expect(away.venue.asked).toHaveLength(2);
    });
  });
});
