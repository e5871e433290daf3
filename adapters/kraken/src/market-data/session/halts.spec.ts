import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Instrument } from '@bourseworks/domain';
import { eventually, KrakenStandIn, RecordingStreamSink } from '@bourseworks/testkit';
import { configOf, TIMES } from '../../../test/harness.js';
import { KrakenMarketData } from '../kraken-market-data.js';

describe('halts of Kraken', () => {
  let venue: KrakenStandIn;
  let adapter: KrakenMarketData;
  let instrument: Instrument;
  beforeEach(async () => {
    venue = await KrakenStandIn.start();
    adapter = new KrakenMarketData(configOf(venue), { times: TIMES });
    [instrument] = await adapter.instruments();
  });
  afterEach(async () => {
    await adapter.close();
    await venue.close();
  });

  async function opened(kind: 'quote' | 'trade'): Promise<RecordingStreamSink> {
    const sink = new RecordingStreamSink();
    await adapter.open({ instrument, kind }, sink);
    return sink;
  }

  it('are told to all streams, those that are opened in a halt too, and are over with another state', async () => {
    const quotes = await opened('quote');
    venue.become('post_only');
    venue.become('maintenance');
    await eventually(() => quotes.states.includes('HALTED'));
    const trades = await opened('trade');
    expect([quotes.states, trades.states]).toEqual([['LIVE', 'HALTED'], ['HALTED']]);
    expect(quotes.reasons).toEqual(['Kraken is in maintenance']);
    venue.become('online');
    await eventually(() => quotes.live && trades.live);
    expect([quotes.states.length, trades.states.length]).toEqual([3, 2]);
  });

  it('last over a lost connection', async () => {
    venue.become('cancel_only');
    const quotes = await opened('quote');
    venue.control({ kind: 'cut' });
    await eventually(() => quotes.states.filter((state) => state === 'HALTED').length === 2);
    expect(quotes.states).toEqual(['HALTED', 'GAP_START', 'RESYNCING', 'GAP_END', 'HALTED']);
  });
});
