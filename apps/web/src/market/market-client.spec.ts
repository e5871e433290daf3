import { describe, expect, it } from '@jest/globals';
import type { LiveStream, StreamAddress } from '@bourseworks/dto/shapes';
import { MarketClient } from './market-client.js';
import { TickStore } from './tick-store.js';

const btc = { venue: 'sim', symbol: 'BTCUSD', kind: 'quote' } as const;
const eth = { venue: 'sim', symbol: 'ETHUSD', kind: 'quote' } as const;
const quote = { time: 1, bid: 1, bidSize: 1, ask: 2, askSize: 1 };
const settled = () => new Promise((resolve) => setImmediate(resolve));

interface Asked {
  readonly event: string;
  readonly body: { readonly streams?: readonly StreamAddress[]; readonly ids?: readonly number[] };
  readonly answer: (value: unknown) => void;
  readonly fail: () => void;
}

function desk() {
  const store = new TickStore((flush) => flush());
  const asked: Asked[] = [];
  const due: (() => void)[] = [];
  const wire = {
    connected: true,
    request: (event: string, body: unknown) =>
      new Promise<unknown>((answer, reject) =>
        asked.push({ event, body: body as Asked['body'], answer, fail: () => reject(new Error('no answer')) }),
      ),
  };
  const client = new MarketClient(store, wire, (work) => due.push(work));
  return { store, asked, due, wire, client, runDue: () => due.splice(0).forEach((work) => work()) };
}

const live = (address: StreamAddress, id: number): LiveStream => ({ ...address, id, instrument: {} as never });
const answerOf = (...subscriptions: LiveStream[]) => ({ ok: true, subscriptions, rejected: [] });

describe('the streams that panels want', () => {
  it('are asked for again when the answer took too long on a connection that lives', async () => {
    const { client, asked, runDue } = desk();
    client.retain(btc);
    await settled();
    asked[0].fail();
    await settled();
    expect(asked.length).toBe(1);
    runDue();
    expect(asked[1]?.body.streams).toEqual([btc]);
  });

  it('are asked for again when they were refused, for the venue may come', async () => {
    const { client, asked, runDue, store } = desk();
    client.retain(btc);
    client.retain(eth);
    await settled();
    const refused = { ...eth, code: 'STREAM_UNKNOWN', message: 'no such venue' };
    asked[0].answer({ ok: true, subscriptions: [live(btc, 1)], rejected: [refused] });
    await settled();
    expect(store.entry(eth).status).toBe('REFUSED');
    runDue();
    expect(asked[1]?.body.streams).toEqual([eth]);
  });

  it('are asked for once, however many panels come while the request is on its way', async () => {
    const { client, asked } = desk();
    client.retain(btc);
    await settled();
    client.retain(btc);
    client.retain(eth);
    await settled();
    expect(asked.map(({ body }) => body.streams)).toEqual([[btc], [eth]]);
  });

  it('are given back when everybody left before they were open', async () => {
    const { client, asked, runDue } = desk();
    const release = client.retain(btc);
    await settled();
    release();
    runDue();
    asked[0].answer(answerOf(live(btc, 7)));
    await settled();
    expect(asked.slice(1).map(({ event, body }) => [event, body.ids])).toEqual([['unsubscribe', [7]]]);
  });

  it('begin with nothing when they were let go of, so that no old value passes for fresh', async () => {
    const { client, asked, runDue, store } = desk();
    const release = client.retain(btc);
    await settled();
    asked[0].answer(answerOf(live(btc, 1)));
    await settled();
    client.onFrame({ at: 1, m: [{ id: 1, k: 'quote', seq: 1, v: quote }] });
    expect(store.entry(btc)).toMatchObject({ status: 'LIVE', state: { quote } });
    release();
    runDue();
    client.retain(btc);
    expect([store.entry(btc).status, store.entry(btc).state.quote]).toEqual(['WAITING', undefined]);
  });

  it('take no ids from the answer of an earlier connection', async () => {
    const { client, asked, store } = desk();
    client.retain(btc);
    await settled();
    client.onDisconnect();
    client.onConnect();
    await settled();
    asked[0].answer(answerOf(live(btc, 1)));
    await settled();
    client.onFrame({ at: 1, m: [{ id: 1, k: 'quote', seq: 1, v: quote }] });
    expect(store.entry(btc).state.quote).toBeUndefined();
    asked[1].answer(answerOf(live(btc, 2)));
    await settled();
    client.onFrame({ at: 1, m: [{ id: 2, k: 'quote', seq: 1, v: quote }] });
    expect(store.entry(btc).state.quote).toEqual(quote);
  });
});
