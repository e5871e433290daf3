import { describe, expect, it } from '@jest/globals';
import type { Bar, Quote, Trade } from '@bourseworks/domain';
import { describeWithData, eventually } from '@bourseworks/testkit';
import { RecordingSink } from './recording-sink.js';
import { RECORDED, recordedById } from './recorded.js';
import { instrumentOf, setUp } from './setup.js';

const trade = (symbol: string, i: number): object => ({
  T: 't',
  S: symbol,
  i,
  x: 'V',
  p: 10.5,
  s: 1,
  t: '2026-01-05T15:00:00Z',
});
const frame = (...items: readonly object[]): string => JSON.stringify(items);

describeWithData('streams of recorded messages', [RECORDED], () => {
  it('give trades, quotes and minute bars with exact prices and times', async () => {
    const { standIn, open } = await setUp();
    const [trades, quotes, bars] = await Promise.all([
      open('AAPL', 'trade'),
      open('AMD', 'quote'),
      open('SPY', 'bar-1m'),
    ]);
    for (const id of ['alpaca-0147', 'alpaca-0148', 'alpaca-0142']) standIn.send(recordedById(id));
    await eventually(() => bars.items.length > 0);
    expect(trades.items as Trade[]).toEqual([
      { kind: 'trade', us: 1_614_009_104_208_000, ns: 0, price: 1_265_500, quantity: 100_000, tradeId: 'D-96921' },
    ]);
    expect(
      (quotes.items as Quote[]).map(({ us, ns, askPrice, askQuantity }) => [us, ns, askPrice, askQuantity]),
    ).toEqual([
      [1_614_009_105_335_567, 700, 876_700, 10_000_000],
      [1_614_009_105_335_689, 322, 876_800, 40_000_000],
      [1_614_009_105_335_806, 18, 876_700, 10_000_000],
    ]);
    // Three quotes of one message arrive together.
    expect(quotes.batches).toEqual([3]);
    expect((bars.items as Bar[])[0]).toMatchObject({ startUs: 1_614_021_300_000_000, open: 3_889_850, trades: -1 });
    expect(trades.order).toEqual(['LIVE', 'trade']);
  });
});

describe('streams', () => {
  it('are open once the venue has confirmed them, and live first', async () => {
    const { standIn, adapter } = await setUp({ openMs: 1_000 });
    const sink = new RecordingSink();
    const spec = { instrument: await instrumentOf(adapter, 'AAPL'), kind: 'trade' } as const;
    standIn.mute = true;
    await expect(adapter.open(spec, sink)).rejects.toThrow(/did not confirm/);
    expect(sink.order).toEqual([]);
    standIn.mute = false;
    await adapter.open(spec, sink);
    expect(standIn.subscribed).toEqual(['trades/AAPL']);
    expect(sink.order).toEqual(['LIVE']);
  });

  it('share one connection and go out together', async () => {
    const { standIn, open } = await setUp();
    await Promise.all([open('AAPL', 'trade'), open('AAPL', 'quote'), open('SPY', 'trade'), open('SPY', 'bar-1m')]);
    await open('AMD', 'trade');
    expect(standIn.connections).toBe(1);
    expect(standIn.logins).toHaveLength(1);
    expect(standIn.messages).toEqual([
      { action: 'subscribe', trades: ['AAPL', 'SPY'], quotes: ['AAPL'], bars: ['SPY'] },
      { action: 'subscribe', trades: ['AMD'] },
    ]);
  });

  it('wait for the answer to those before them', async () => {
    const { standIn, open } = await setUp();
    standIn.answerAfterMs = 60;
    const first = open('AAPL', 'trade');
    await eventually(() => standIn.messages.length === 1);
    const more = [open('SPY', 'trade'), open('AMD', 'trade')];
    await first;
    expect(standIn.messages).toHaveLength(1);
    await Promise.all(more);
    expect(standIn.messages[1]).toEqual({ action: 'subscribe', trades: ['SPY', 'AMD'] });
  });

  it('are left when the last listener closes, and can be opened again', async () => {
    const { standIn, adapter, open } = await setUp();
    const spec = { instrument: await instrumentOf(adapter, 'AAPL'), kind: 'trade' } as const;
    const [first, second, third] = [new RecordingSink(), new RecordingSink(), new RecordingSink()];
    const keeps = await open('SPY', 'trade');
    const one = await adapter.open(spec, first);
    const two = await adapter.open(spec, second);
    expect(second.order).toEqual(['LIVE']);
    expect(standIn.messages).toHaveLength(2);
    await one.close();
    await one.close();
    standIn.send(frame(trade('AAPL', 1)));
    await eventually(() => second.items.length === 1);
    expect(first.items).toEqual([]);
    const closing = two.close();
    await adapter.open(spec, third);
    await closing;
    standIn.send(frame(trade('AAPL', 2), trade('SPY', 3)));
    await eventually(() => keeps.items.length === 1);
    expect([second.items.length, third.items.length]).toEqual([1, 1]);
    expect(standIn.messages.map(({ action }) => action)).toEqual([
      'subscribe',
      'subscribe',
      'unsubscribe',
      'subscribe',
    ]);
    expect(standIn.subscribed).toEqual(['trades/SPY', 'trades/AAPL']);
  });

  it('begin with their own subscription: what an ended one still brings is not theirs', async () => {
    const { standIn, adapter } = await setUp();
    const spec = { instrument: await instrumentOf(adapter, 'AAPL'), kind: 'trade' } as const;
    const before = await adapter.open(spec, new RecordingSink());
    standIn.answerAfterMs = 40;
    await before.close();
    const sink = new RecordingSink();
    const opening = adapter.open(spec, sink);
    standIn.send(frame(trade('AAPL', 1)));
    await opening;
    expect(sink.order).toEqual(['LIVE']);
    standIn.send(frame(trade('AAPL', 2)));
    await eventually(() => sink.items.length === 1);
  });

  it('leave the connection to others some time after the last', async () => {
    const { standIn, adapter } = await setUp({ lingerMs: 50 });
    const spec = { instrument: await instrumentOf(adapter, 'AAPL'), kind: 'trade' } as const;
    const stream = await adapter.open(spec, new RecordingSink());
    await stream.close();
    expect(standIn.open).toBe(1);
    await eventually(() => standIn.open === 0);
    await adapter.open(spec, new RecordingSink());
    expect([standIn.open, standIn.connections]).toEqual([1, 2]);
  });

  it('keep the connection when the next comes in time', async () => {
    const { standIn, adapter, open } = await setUp({ lingerMs: 80 });
    const spec = { instrument: await instrumentOf(adapter, 'AAPL'), kind: 'trade' } as const;
    const stream = await adapter.open(spec, new RecordingSink());
    await stream.close();
    const sink = await open('SPY', 'trade');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([sink.states, standIn.open, standIn.connections]).toEqual([['LIVE'], 1, 1]);
  });

  it('ignore what nobody listens to: notices, updated bars, other symbols', async () => {
    const { standIn, open } = await setUp();
    const [trades, bars] = [await open('AAPL', 'trade'), await open('AAPL', 'bar-1m')];
    standIn.send(frame({ T: 'u', S: 'AAPL', o: 1, h: 1, l: 1, c: 1, v: 1, t: '2026-01-05T15:00:00Z' }));
    standIn.send(
      frame({ T: 'c', S: 'AAPL' }, { T: 'x', S: 'AAPL' }, { T: 's', S: 'AAPL' }, { T: '__proto__', S: 'AAPL' }),
    );
    standIn.send(frame(trade('MSFT', 1), trade('AAPL', 2)));
    await eventually(() => trades.items.length === 1);
    expect([bars.order, trades.order]).toEqual([['LIVE'], ['LIVE', 'trade']]);
  });

  it('are refused for what the venue has not, by code', async () => {
    const { standIn, adapter, open } = await setUp();
    await expect(open('AAPL', 'bar-5m')).rejects.toMatchObject({ code: 'KIND_UNSUPPORTED' });
    const foreign = { ...(await instrumentOf(adapter, 'AAPL')), symbol: 'MSFT' };
    const opening = adapter.open({ instrument: foreign, kind: 'trade' }, new RecordingSink());
    await expect(opening).rejects.toMatchObject({ code: 'INSTRUMENT_UNKNOWN' });
    expect(standIn.connections).toBe(0);
  });
});
