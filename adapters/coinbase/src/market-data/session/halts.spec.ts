import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Instrument } from '@bourseworks/domain';
import { CoinbaseStandIn, eventually, RecordingStreamSink } from '@bourseworks/testkit';
import { configOf, TIMES } from '../../../test/harness.js';
import { CoinbaseMarketData } from '../coinbase-market-data.js';

describe('halts of a product of Coinbase', () => {
  let venue: CoinbaseStandIn;
  let adapter: CoinbaseMarketData;
  let instrument: Instrument;
  beforeEach(async () => {
    venue = await CoinbaseStandIn.start();
    adapter = new CoinbaseMarketData(configOf(venue), { times: TIMES });
    [instrument] = await adapter.instruments();
  });
  afterEach(async () => {
    await adapter.close();
    await venue.close();
  });

  const open = (kind: 'quote' | 'trade', sink: RecordingStreamSink) => adapter.open({ instrument, kind }, sink);

  it('are told to its streams, those that are opened in a halt too, and their end', async () => {
    const [quotes, trades, late] = [0, 1, 2].map(() => new RecordingStreamSink());
    const first = await open('quote', quotes);
    await eventually(() => venue.traffic.sent >= 1);
    venue.become('offline');
    await eventually(() => quotes.states.at(-1) === 'HALTED');
    const second = await open('trade', trades);
    expect([quotes.states, trades.states]).toEqual([['LIVE', 'HALTED'], ['HALTED']]);
    expect(quotes.reasons).toEqual(['Coinbase has it offline']);
    venue.become('online');
    await eventually(() => quotes.live && trades.live);
    await first.close();
    await second.close();
    venue.become('delisted');
    await open('quote', late);
    await eventually(() => late.states.at(-1) === 'HALTED');
  });
});
