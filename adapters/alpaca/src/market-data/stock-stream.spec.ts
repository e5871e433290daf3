import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FLAG, type MarketDataEvent } from '@bourseworks/domain';
import { bookOf, eventually, type RecordingStreamSink } from '@bourseworks/testkit';
import { DataWorld } from '../../test/data.js';

const AT = '2026-11-30T15:00:00Z';
const US = Date.parse(AT) * 1_000;
const text = (of: object): string => JSON.stringify({ S: 'AAPL', t: AT, ...of });

describe('streams of stocks', () => {
  let world: DataWorld;
  beforeEach(async () => {
    world = await DataWorld.start();
  });
  afterEach(() => world.end());

  async function gives(sink: RecordingStreamSink, count: number): Promise<readonly MarketDataEvent[]> {
    await eventually(() => sink.items.length === count);
    return sink.items;
  }

  it('tell corrections and cancels of trades, which the ids name', async () => {
    const sink = await world.open('trade');
    world.venue.say('trades', text({ T: 't', i: 7, x: 'V', p: 186.5, s: 100, c: ['@', 'I'], z: 'C' }));
    const changed = { oi: 7, op: 186.5, os: 100, oc: ['@'], ci: 8, cp: 186.4, cs: 90, cc: ['@', 'W'], z: 'C' };
    world.venue.say('trades', text({ T: 'c', x: 'V', ...changed, t: '2026-11-30T15:00:05Z' }));
    world.venue.say(
      'trades',
      text({ T: 'x', i: 8, x: 'V', p: 186.4, s: 90, a: 'C', z: 'C', t: '2026-11-30T15:00:09Z' }),
    );
    expect(await gives(sink, 3)).toMatchObject([
      {
        us: US,
        price: 1_865_000,
        quantity: 10_000_000,
        tradeId: '20261130-V-7',
        flags: FLAG.ODD_LOT,
        conditions: ['I'],
      },
      {
        us: US + 5_000_000,
        price: 1_864_000,
        quantity: 9_000_000,
        tradeId: '20261130-V-8',
        corrects: '20261130-V-7',
        flags: FLAG.CORRECTION | FLAG.CONDITION,
        conditions: ['W'],
      },
      { us: US + 9_000_000, tradeId: '20261130-V-8', corrects: '20261130-V-8', flags: FLAG.CANCELLED },
    ]);
    expect(sink.states).toEqual(['LIVE']);
  });

  it('mark trades that come behind later ones', async () => {
    const sink = await world.open('trade');
    const at = (t: string, i: number): string => text({ T: 't', i, x: 'V', p: 1, s: 1, t });
    world.venue.say('trades', at('2026-11-30T15:00:00.000000002Z', 1));
    world.venue.say('trades', at('2026-11-30T15:00:00.000000001Z', 2));
    world.venue.say('trades', at('2026-11-30T15:00:00.000000002Z', 3));
    const flags = (await gives(sink, 3)).map((event) => event.flags ?? 0);
    expect(flags).toEqual([0, FLAG.LATE, 0]);
    expect(sink.counted('reorders')).toBe(1);
  });

  it('take the same number of another day for another trade', async () => {
    const sink = await world.open('trade');
    for (const t of ['2026-11-30T15:00:00Z', '2026-12-01T15:00:00Z'])
      world.venue.say('trades', text({ T: 't', i: 1, x: 'V', p: 1, s: 1, t }));
    const ids = (await gives(sink, 2)).map((event) => event.kind === 'trade' && event.tradeId);
    expect(ids).toEqual(['20261130-V-1', '20261201-V-1']);
  });

  it('tell bars that Alpaca made anew as corrections, with a revision', async () => {
    const sink = await world.open('bar-1m');
    const bar = { o: 2, h: 3, l: 1, c: 2, v: 10, n: 4 };
    world.venue.say('bars', text({ T: 'b', ...bar }));
    world.venue.say('updatedBars', text({ T: 'u', ...bar, v: 11 }));
    world.venue.say('updatedBars', text({ T: 'u', ...bar, v: 12 }));
    expect(await gives(sink, 3)).toMatchObject([
      { startUs: US, volume: 1_000_000 },
      { startUs: US, volume: 1_100_000, flags: FLAG.CORRECTION, revision: 1 },
      { startUs: US, volume: 1_200_000, flags: FLAG.CORRECTION, revision: 2 },
    ]);
  });

  it('tell the bar of a day once it is over, and again when it changes', async () => {
    const sink = await world.open('bar-1d');
    const DAY_MS = 86_400_000;
    const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    const say = (days: number, v: number): void => {
      const t = new Date(today + days * DAY_MS).toISOString();
      world.venue.say('dailyBars', text({ T: 'd', o: 2, h: 3, l: 1, c: 2, v, n: 1, t }));
    };
    for (const v of [1, 2]) say(0, v);
    // The next one ends the first; one from before it is passed over.
    say(1, 1);
    say(-1, 9);
    say(0, 3);
    const startUs = today * 1_000;
    expect(await gives(sink, 2)).toMatchObject([
      { startUs, endUs: startUs + DAY_MS * 1_000, volume: 200_000 },
      { startUs, volume: 300_000, revision: 1, flags: FLAG.CORRECTION },
    ]);
  });

  it('tell the bar of a day that is over after a moment, though no other one begins', async () => {
    const sink = await world.open('bar-1d');
    world.venue.say('dailyBars', text({ T: 'd', o: 2, h: 3, l: 1, c: 2, v: 1, t: '2026-01-05T05:00:00Z' }));
    expect(await gives(sink, 1)).toMatchObject([{ startUs: Date.parse('2026-01-05T05:00:00Z') * 1_000, trades: -1 }]);
  });

  it('tell halts of the stock, and their end, whatever they stream', async () => {
    const [trades, quotes] = [await world.open('trade'), await world.open('quote')];
    const status = (sc: string, more: object = {}): string =>
      text({ T: 's', sc, sm: 'Trading Halt', rc: 'T12', ...more });
    world.venue.say('statuses', status('H', { rm: 'News', z: 'C' }));
    await eventually(() => [trades, quotes].every(({ states }) => states.includes('HALTED')));
    expect(trades.reasons).toEqual(['Trading Halt: News']);
    // One that is opened meanwhile is told too; indications and the like change nothing.
    const bars = await world.open('bar-1m');
    await eventually(() => bars.states.includes('HALTED'));
    for (const sc of ['5', 'Q', 'E']) world.venue.say('statuses', status(sc));
    world.venue.say('statuses', status('T', { sm: 'Trading Resumption' }));
    await eventually(() => [trades, quotes, bars].every(({ states }) => states.at(-1) === 'LIVE'));
    expect([trades.states, bars.states]).toEqual([
      ['LIVE', 'HALTED', 'LIVE'],
      ['HALTED', 'LIVE'],
    ]);
    world.venue.say('statuses', text({ T: 's' }));
    await eventually(() => trades.counted('malformed') === 1);
  });

  it('know of no halt after a lost connection', async () => {
    const sink = await world.open('quote');
    world.venue.say('statuses', text({ T: 's', sc: '2', sm: 'Trading Halt' }));
    await eventually(() => sink.states.includes('HALTED'));
    world.venue.control({ kind: 'cut' });
    await eventually(() => sink.states.length === 6);
    expect(sink.states.slice(2)).toEqual(['GAP_START', 'RESYNCING', 'GAP_END', 'LIVE']);
  });

  it('pass over price bands, imbalances, news, other symbols and what is not known', async () => {
    const sink = await world.open('trade');
    const others = [{ T: 'l', u: 4.21, d: 3.22 }, { T: 'i' }, { T: 'n', S: undefined }, { T: '__proto__' }, { T: 9 }];
    for (const other of others) world.venue.control({ kind: 'say', text: `[${text(other)}]` });
    world.venue.control({ kind: 'say', text: `[${text({ T: 't', S: 'MSFT', i: 1, x: 'V', p: 1, s: 1 })}]` });
    world.venue.say('trades', text({ T: 't', i: 1, x: 'V', p: 1, s: 1 }));
    expect(await gives(sink, 1)).toMatchObject([{ tradeId: '20261130-V-1' }]);
    expect(sink.states).toEqual(['LIVE']);
  });

  it.each([407, 500, 401, 499])('begin anew after error %d, and say so', async (code) => {
    const sink = await world.open('quote');
    world.venue.control({ kind: 'say', text: JSON.stringify([{ T: 'error', code, msg: 'words' }]) });
    await eventually(() => sink.states.length === 5);
    expect(sink.reasons[0]).toContain(`(${code} words)`);
    expect(sink.live).toBe(true);
  });
});

describe('a book of crypto', () => {
  let world: DataWorld;
  beforeEach(async () => {
    world = await DataWorld.start({}, {}, { crypto: true });
  });
  afterEach(() => world.end());

  it('that is crossed, or cannot be read, is subscribed anew, which is told', async () => {
    const sink = await world.open('book');
    const level = (p: number): object => ({ T: 'o', S: 'BTC/USD', t: AT, b: [{ p, s: 1 }], a: [] });
    for (const [at, change] of [level(99_999), { ...level(1), b: [{ p: 1 }] }].entries()) {
      world.venue.say('orderbooks', JSON.stringify(change));
      await eventually(() => sink.counted('gaps') === at + 1 && sink.live);
      const { bids, asks } = await world.venue.book();
      expect(bookOf(sink.items).snapshot()).toMatchObject({ bids, asks });
    }
    expect(world.venue.traffic.logins).toBe(1);
  });

  it('is the whole one wherever Alpaca sends it whole', async () => {
    const sink = await world.open('book');
    const whole = { T: 'o', S: 'BTC/USD', t: AT, r: true, b: [{ p: 1, s: 2 }], a: [{ p: 3, s: 4 }] };
    world.venue.say('orderbooks', JSON.stringify(whole));
    await eventually(() => sink.items.length === 2);
    expect(bookOf(sink.items).snapshot()).toMatchObject({
      bids: [[1_000_000_000, 2_000_000_000]],
      asks: [[3_000_000_000, 4_000_000_000]],
    });
    expect(sink.states).toEqual(['LIVE']);
  });
});
