import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, type StreamKind } from '@bourseworks/domain';
import { leanFolder } from '../test/lean-folder.js';
import { ReplayMarketData } from './replay-market-data.js';

const row = (minute: number): string => `${minute * 60_000},1,1,1,1,1`;
const day = Array.from({ length: 1_200 }, (_, minute) => row(minute)).join('\n');
const files = {
  'crypto/coinbase/minute/btcusd/20200101_trade.zip': day,
  'crypto/coinbase/minute/btcusd/20200102_trade.zip': day,
};
const us = (iso: string): number => Date.parse(iso) * 1_000;
const load = () => ReplayMarketData.load({ dataRoot: leanFolder(files), venues: ['coinbase', 'nowhere'] });
const nothing = (): Promise<void> => Promise.resolve();
const never = new AbortController().signal;

describe('replayed history', () => {
  it('refuses what it does not have, by code', async () => {
    const adapter = await load();
    const [instrument] = await adapter.instruments();
    const query = { instrument, kind: 'bar-1m' as StreamKind, fromUs: us('2020-01-01'), toUs: us('2020-01-03') };
    const other = expectOk(
      defineInstrument({
        venue: 'coinbase',
        symbol: 'X',
        assetClass: 'crypto',
        currency: 'USD',
        tickSize: '1',
        lotSize: '1',
      }),
    );
    await expect(adapter.history({ ...query, kind: 'quote' }, nothing, never)).rejects.toMatchObject({
      code: 'KIND_UNSUPPORTED',
    });
    await expect(adapter.history({ ...query, instrument: other }, nothing, never)).rejects.toMatchObject({
      code: 'INSTRUMENT_UNKNOWN',
    });
    const past = { ...query, fromUs: us('2019-01-01'), toUs: us('2020-01-01') };
    await expect(adapter.history(past, nothing, never)).rejects.toMatchObject({ code: 'HISTORY_NOT_FOUND' });
    await expect(adapter.open({ instrument: other, kind: 'bar-1m' })).rejects.toMatchObject({
      code: 'INSTRUMENT_UNKNOWN',
    });
    await expect(ReplayMarketData.load({ dataRoot: leanFolder({}), venues: [] })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });

  it('waits for a slow reader and stops soon after an abort', async () => {
    const adapter = await load();
    const [instrument] = await adapter.instruments();
    const abort = new AbortController();
    const sizes: number[] = [];
    let inFlight = 0;
    const part = async (events: readonly unknown[]): Promise<void> => {
      expect(++inFlight).toBe(1);
      sizes.push(events.length);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inFlight--;
      if (sizes.length === 4) abort.abort();
    };
    const query = { instrument, kind: 'bar-1m' as const, fromUs: us('2020-01-01'), toUs: us('2020-01-03') };
    await adapter.history(query, part, abort.signal);
    expect(sizes).toEqual([500, 500, 200, 500]);
  });

  it('opens a stream without data of its own', async () => {
    const adapter = await load();
    const [instrument] = await adapter.instruments();
    await expect((await adapter.open({ instrument, kind: 'bar-1m' })).close()).resolves.toBeUndefined();
  });
});
