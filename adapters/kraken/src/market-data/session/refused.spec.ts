import { afterEach, describe, expect, it } from '@jest/globals';
import { KrakenStandIn, eventually, RecordingStreamSink } from '@bourseworks/testkit';
import { configOf, TIMES } from '../../../test/harness.js';
import { KrakenMarketData } from '../kraken-market-data.js';

describe('Kraken that lets nobody in', () => {
  const closing: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of closing.splice(0).reverse()) await one.close();
  });

  it('is told as that, to streams that are open and to those that are wanted, and asked no more for a while', async () => {
    const venue = await KrakenStandIn.start();
    closing.push(venue);
    const adapter = new KrakenMarketData(configOf(venue), { times: TIMES });
    closing.push(adapter);
    const [instrument] = await adapter.instruments();
    const sink = new RecordingStreamSink();
    await adapter.open({ instrument, kind: 'quote' }, sink);
    venue.control({ kind: 'unauthorized' });
    venue.control({ kind: 'cut' });
    await eventually(() => sink.codes.length > 0);
    expect(sink.states).toEqual(['LIVE', 'GAP_START', 'STALE']);
    expect(sink.codes).toEqual(['ADAPTER_LOGIN']);
    const { attempts } = venue.traffic;
    await expect(adapter.open({ instrument, kind: 'quote' }, sink)).rejects.toMatchObject({ code: 'ADAPTER_LOGIN' });
    expect(venue.traffic.attempts).toBe(attempts);
  });
});
