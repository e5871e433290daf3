import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, RecordingStreamSink } from '@bourseworks/testkit';
import { DataWorld } from '../../test/data.js';

/** Halts are subscribed with every stock; here they would only take room. */
const channels = (question: Readonly<Record<string, unknown>> | undefined): object => {
  const { statuses: _statuses, ...rest } = question ?? {};
  return rest;
};

describe('subscriptions of Alpaca', () => {
  let world: DataWorld;
  beforeEach(async () => {
    world = await DataWorld.start({ lingerMs: 300 });
  });
  afterEach(() => world.end());

  const asked = (): object[] => world.venue.questions.map(channels);

  it('that are asked for at once go out together, over one connection', async () => {
    await Promise.all([world.open('trade'), world.open('quote'), world.open('bar-1m'), world.open('bar-1d')]);
    const symbols = { trades: ['AAPL'], quotes: ['AAPL'], bars: ['AAPL'], updatedBars: ['AAPL'], dailyBars: ['AAPL'] };
    const together = Object.assign({}, ...asked()) as object;
    expect(together).toEqual({ action: 'subscribe', ...symbols });
    expect(asked().length).toBeLessThanOrEqual(2);
    expect(world.venue.traffic.mostStreams).toBe(1);
    expect(world.venue.questions[0]['statuses']).toEqual(['AAPL']);
  });

  it('are left with the last listener, halts with the last stream of the stock', async () => {
    const [one, two] = [await world.stream('trade'), await world.stream('quote')];
    await one.close();
    await eventually(() => world.venue.questions.some(({ trades, action }) => action === 'unsubscribe' && trades));
    expect(world.venue.questions.filter(({ action }) => action === 'unsubscribe')).toEqual([
      { action: 'unsubscribe', trades: ['AAPL'] },
    ]);
    await two.close();
    await eventually(() => world.venue.questions.length >= 4);
    expect(world.venue.questions.at(-1)).toEqual({ action: 'unsubscribe', quotes: ['AAPL'], statuses: ['AAPL'] });
    // Then the account's connection is given back, and made anew for the next stream.
    await eventually(() => world.venue.traffic.streams === 0);
    await world.open('trade');
    expect(world.venue.traffic.streams).toBe(1);
  });

  it('keep the connection when the next one comes in time', async () => {
    await (await world.stream('trade')).close();
    const sink = await world.open('quote');
    await sleep(500);
    expect([sink.states, world.venue.traffic.logins]).toEqual([['LIVE'], 1]);
  });

  it('of which one is refused leave the others alone', async () => {
    world.venue.refused.set('trades/AAPL', 400);
    const [bad, good] = await Promise.allSettled([world.open('trade'), world.open('quote')]);
    expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'INSTRUMENT_UNKNOWN' } });
    expect(good.status).toBe('fulfilled');
    expect(world.venue.traffic.logins).toBe(1);
  });

  it.each([
    [409, 'ADAPTER_LOGIN'],
    [410, 'KIND_UNSUPPORTED'],
  ])('that the plan or feed has not, by %d, are %s, and harm no others', async (venueCode, code) => {
    const sink = await world.open('quote');
    world.venue.refused.set('trades/AAPL', venueCode);
    await expect(world.open('trade')).rejects.toMatchObject({ code });
    expect([sink.states, world.venue.traffic.logins]).toEqual([['LIVE'], 1]);
  });

  it('without halts are streams all the same', async () => {
    world.venue.refused.set('statuses/AAPL', 409);
    const sink = await world.open('trade');
    await world.venue.publish('trade', 1);
    await eventually(() => sink.items.length === 1);
    expect(sink.states).toEqual(['LIVE']);
  });

  it('for which there is no room are STREAM_LIMIT, and room that comes free can be used', async () => {
    world.venue.symbolLimit = 2;
    const stream = await world.stream('trade');
    await expect(world.open('quote')).rejects.toMatchObject({ code: 'STREAM_LIMIT' });
    await stream.close();
    await world.open('quote');
    expect(world.venue.traffic.logins).toBe(1);
  });

  it('for which there is no room any more after a cut wait for it, and are asked for now and then', async () => {
    const [trades, quotes] = [await world.open('trade'), await world.open('quote')];
    world.venue.symbolLimit = 1;
    world.venue.control({ kind: 'cut' });
    await eventually(() => trades.states.includes('GAP_START') && [trades, quotes].some(({ live }) => live));
    await sleep(500);
    const waiting = [trades, quotes].filter(({ live }) => !live);
    expect(waiting.map(({ states }) => states)).toEqual([['LIVE', 'GAP_START']]);
    world.venue.symbolLimit = 10;
    await eventually(() => waiting[0].live);
    expect(world.venue.traffic.logins).toBe(2);
  });

  it('of a stream that is closed while it waits for room are not asked for again', async () => {
    await world.open('trade');
    const quotes = new RecordingStreamSink();
    const stream = await world.stream('quote', quotes);
    world.venue.refused.set('quotes/AAPL', 405);
    world.venue.control({ kind: 'cut' });
    await eventually(() => quotes.states.includes('GAP_START') && world.venue.traffic.logins === 2);
    await sleep(100);
    await stream.close();
    const before = world.venue.questions.length;
    await sleep(500);
    expect(world.venue.questions.slice(before).filter(({ quotes: asked }) => asked !== undefined)).toEqual([]);
  });
});
