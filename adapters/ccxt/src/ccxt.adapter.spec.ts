import { describe, expect, it } from '@jest/globals';
import { StandInExchange } from '../test/stand-in-exchange.js';
import { StandInVenue } from '../test/stand-in-venue.js';
import { CcxtAdapter } from './ccxt.adapter.js';
import { hasKeys, parseCcxtConfig, parseCcxtDataConfig } from './config.js';

const GIVEN = { CCXT_EXCHANGE: 'okx', CCXT_SYMBOLS: 'BTC/USDT' };

describe('CcxtAdapter', () => {
  it('has market data without keys, and no orders', () => {
    const adapter = new CcxtAdapter(parseCcxtDataConfig(GIVEN));
    expect(hasKeys(GIVEN)).toBe(false);
    expect([adapter.venues, adapter.createBroker]).toEqual([['okx'], undefined]);
    // It crosses to a worker thread.
    expect(structuredClone(adapter.marketData.config)).toMatchObject({ exchange: 'okx', dataPollMs: 2_000 });
  });

  it('has orders with keys', async () => {
    const env = { ...GIVEN, CCXT_API_KEY: 'key' };
    const exchange = new StandInExchange(new StandInVenue());
    const adapter = new CcxtAdapter(parseCcxtDataConfig(env), { ...parseCcxtConfig(env), exchange });
    expect(hasKeys(env)).toBe(true);
    await adapter.createBroker?.().close();
    expect(adapter.createBroker).toBeDefined();
  });
});
