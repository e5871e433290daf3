import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Instrument, StreamKind } from '@bourseworks/domain';
import { CoinbaseStandIn, eventually, RecordingStreamSink } from '@bourseworks/testkit';
import { configOf, TIMES } from '../../../test/harness.js';
import { CoinbaseMarketData } from '../coinbase-market-data.js';

describe('the connection to Coinbase', () => {
  let venue: CoinbaseStandIn;
  let adapter: CoinbaseMarketData;
  let instrument: Instrument;
  beforeEach(async () => {
    venue = await CoinbaseStandIn.start();
    adapter = new CoinbaseMarketData(configOf(venue), { times: { ...TIMES, silenceMs: 30_000 } });
    [instrument] = await adapter.instruments();
  });
  afterEach(async () => {
    await adapter.close();
    await venue.close();
  });

  async function opened(kind: StreamKind): Promise<RecordingStreamSink> {
    const sink = new RecordingStreamSink();
    await adapter.open({ instrument, kind }, sink);
    return sink;
  }

  it('a lost message of anybody is looked for by the trades, though nothing follows it', async () => {
    const [trades, quotes] = [await opened('trade'), await opened('quote')];
    await venue.publish('trade', 1);
    await eventually(() => trades.items.length === 1);
    venue.control({ kind: 'drop', count: 1 });
    const [lost] = await venue.publish('trade', 1);
    await eventually(() => trades.items.length === 2 && trades.live);
    expect(trades.items[1]).toMatchObject(lost);
    expect(trades.counted('backfilled')).toBe(1);
    // Whose message it was nobody knows.
    expect(quotes.states).toEqual(['LIVE', 'GAP_START', 'RESYNCING', 'GAP_END', 'LIVE']);
  });

  it('what is turned down for the moment alone is asked again, over another connection', async () => {
    const quotes = await opened('quote');
    venue.control({ kind: 'mute' });
    const sink = new RecordingStreamSink();
    const opening = adapter.open({ instrument, kind: 'trade' }, sink);
    await new Promise(setImmediate);
    venue.control({ kind: 'none' });
    venue.control({ kind: 'say', text: '{"type":"error","message":"rate limit exceeded"}' });
    await opening;
    await eventually(() => quotes.states.includes('GAP_END') && quotes.live);
    expect(sink.states).toEqual(['LIVE']);
    expect(venue.traffic.attempts).toBe(2);
  });

  it('a product that the streams do not have is refused, and takes nothing from others', async () => {
    const listing = (text: string): string => text.replace('"delisted"', '"online"');
    venue.control({ kind: 'answer', count: 1, change: listing });
    const other = new CoinbaseMarketData(configOf(venue), { times: TIMES });
    try {
      const [btc, old] = await other.instruments();
      const sink = new RecordingStreamSink();
      await other.open({ instrument: btc, kind: 'trade' }, sink);
      const refusal = {
        code: 'ADAPTER_FAILED',
        message: expect.stringMatching(/market_trades\/OLD-USD: OLD-USD is not a valid product/),
      };
      await expect(other.open({ instrument: old, kind: 'trade' }, new RecordingStreamSink())).rejects.toMatchObject(
        refusal,
      );
      await venue.publish('trade', 1);
      await eventually(() => sink.items.length === 1);
      expect(sink.states).toEqual(['LIVE']);
    } finally {
      await other.close();
    }
  });
});
