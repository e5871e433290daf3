import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MARKET_DATA_REQUEST } from '@bourseworks/dto';
import { eventually } from '@bourseworks/testkit';
import { ClientState } from './client-state.js';
import { MarketGateway, quote, streamOf } from './market-gateway.js';
import { ask } from './socket-client.js';

const LINGER_US = 5_000_000;

describe('subscriptions of /market', () => {
  let here: MarketGateway;
  const asked = (symbol: string): object[] =>
    here.market.requests(MARKET_DATA_REQUEST.live).filter((body) => (body as { symbol: string }).symbol === symbol);

  beforeAll(async () => {
    here = await MarketGateway.start();
  });

  afterEach(() => here.quiet());

  afterAll(() => here.stop());

  it('are answered once the streams are live, with the whole list and with what could not be opened', async () => {
    const watcher = await here.enter();
    let open = (): void => undefined;
    here.market.gate = new Promise((resolve) => (open = resolve));
    here.market.unknown.add('NOPE');
    let answered = false;
    const answer = watcher
      .subscribe(streamOf('quote', 'A1'), streamOf('trade', 'A1'), streamOf('quote', 'NOPE'))
      .finally(() => (answered = true));
    await eventually(() => asked('NOPE').length === 1);
    await sleep(30);
    expect([answered, watcher.frames]).toEqual([false, []]);
    open();
    expect(await answer).toMatchObject({
      ok: true,
      subscriptions: [
        { symbol: 'A1', instrument: { tickSize: '0.01' } },
        { symbol: 'A1', venue: 'sim' },
      ],
      rejected: [{ symbol: 'NOPE', kind: 'quote', code: 'INSTRUMENT_UNKNOWN' }],
    });
    const more = await watcher.live(streamOf('quote', 'A2'), streamOf('quote', 'A1'));
    expect(more.map(({ symbol, kind }) => `${symbol} ${kind}`).toSorted()).toEqual([
      'A1 quote',
      'A1 trade',
      'A2 quote',
    ]);
  });

  it('share one stream of market-data, which is given back after the last', async () => {
    const [one, other] = [await here.enter(), await here.enter()];
    const [[first], [second]] = await Promise.all([
      one.live(streamOf('quote', 'B1')),
      other.live(streamOf('quote', 'B1')),
    ]);
    expect([first.id, asked('B1').length]).toEqual([second.id, 1]);
    expect(await ask(one.socket, 'unsubscribe', { ids: [first.id, 99_999] })).toEqual({
      ok: true,
      subscriptions: [],
      rejected: [],
    });
    here.gateway.clock.advance(LINGER_US + 1);
    here.market.publish('quote', 'B1', [quote(0, 1, 2)]);
    await here.until(() => other.of('quote').length === 1);
    expect(one.of('quote')).toEqual([]);
    other.socket.disconnect();
    // A reload of the page finds it still there.
    const [again] = await one.live(streamOf('quote', 'B1'));
    expect([again.id, asked('B1').length]).toEqual([first.id, 1]);
    one.socket.disconnect();
    await here.quiet();
    here.gateway.clock.advance(LINGER_US + 1);
    await eventually(() => ![...here.market.leases.values()].some((topic) => topic.endsWith('/B1')));
  });

  it('keep their leases, and ask again when market-data has forgotten them', async () => {
    const watcher = await here.enter();
    await watcher.live(streamOf('quote', 'C1'), streamOf('trade', 'C1'));
    here.market.publish('quote', 'C1', [quote(0, 100, 101)]);
    here.market.publish(
      'trade',
      'C1',
      [1, 2, 3].map((n) => ({ time: `${n}000000000`, price: n, quantity: 1 })),
    );
    await here.until(() => watcher.of('quote', 'trades').length >= 2);
    here.market.forget();
    await here.until(() => asked('C1').length === 4, 1_000);
    // The sequences of the new publisher begin again; the numbers to the clients do not.
    here.market.publish('quote', 'C1', [quote(5_000, 200, 201)]);
    here.market.publish('trade', 'C1', [{ time: '9000000000', price: 4, quantity: 1 }]);
    await here.until(() =>
      watcher
        .of('trades')
        .at(-1)
        ?.v.some(({ price }) => price === 4),
    );
    await here.until(() => [...watcher.of('quote'), ...watcher.of('quote+')].some(({ v }) => v.bid === 200));
    const states = watcher.of('status').map(({ v }) => v.state);
    expect(states).toEqual(expect.arrayContaining(['GAP_START', 'GAP_END', 'LIVE']));
    const state = new ClientState();
    for (const frame of watcher.frames) state.frame(frame);
    expect([...state.streams.values()].find(({ trades }) => trades.length > 0)?.trades).toEqual([1, 2, 3, 4]);
    expect(state.broken).toEqual([]);
  });

  it('say that they are stale while market-data does not answer', async () => {
    const watcher = await here.enter();
    await watcher.live(streamOf('quote', 'D1'));
    here.market.silent = true;
    await here.until(() => watcher.of('status').some(({ v }) => v.state === 'STALE'), 1_000);
    here.market.silent = false;
    await here.until(() => watcher.of('status').at(-1)?.v.state === 'LIVE', 1_000);
  });

  it('are bounded', async () => {
    const watcher = await here.enter();
    const many = Array.from({ length: 100 }, (_, at) => streamOf('quote', `E${at}`));
    expect(await watcher.live(...many)).toHaveLength(100);
    expect(await watcher.subscribe(streamOf('quote', 'E100'))).toMatchObject({ ok: false, code: 'SOCKET_STREAMS' });
    expect(await watcher.subscribe(...many, streamOf('quote', 'E0'))).toMatchObject({ code: 'BAD_REQUEST' });
    expect(await watcher.subscribe(streamOf('quote', 'E5'))).toMatchObject({ ok: true });
  });
});
