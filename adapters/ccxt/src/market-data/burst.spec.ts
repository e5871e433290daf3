import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { describeWith, eventually, RecordingStreamSink } from '@bourseworks/testkit';
import { configOf, installedCcxt, TIMES } from '../../test/harness.js';
import { StandInFeed } from '../../test/stand-in-feed.js';
import { loadExchange } from '../load-ccxt.js';
import { CcxtMarketData } from './ccxt-market-data.js';

describeWith(installedCcxt(), 'quotes of ccxt itself', () => {
  let venue: StandInFeed;
  let adapter: CcxtMarketData;
  beforeEach(async () => {
    venue = await StandInFeed.start();
    const config = configOf(venue);
    const make = (settings: Readonly<Record<string, unknown>>) => loadExchange(config, settings);
    adapter = await CcxtMarketData.open(config, { make, times: TIMES });
  });
  afterEach(async () => {
    await adapter.close();
    await venue.close();
  });

  it('end with the last one of those that come together', async () => {
    const [instrument] = await adapter.instruments();
    const sink = new RecordingStreamSink();
    await adapter.open({ instrument, kind: 'quote' }, sink);
    for (let burst = 0; burst < 5; burst++) {
      const last = venue.burst(50).at(-1);
      await eventually(() => {
        expect(sink.items.at(-1)).toMatchObject({ ...last });
        return true;
      });
    }
    expect(sink.states).toEqual(['LIVE']);
  });
});
