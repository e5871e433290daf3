import { describe, expect, it } from '@jest/globals';
import { RecordingBrokerSink } from '@bourseworks/testkit';
import { StandInExchange } from '../../test/stand-in-exchange.js';
import { StandInVenue, SYMBOL } from '../../test/stand-in-venue.js';
import type { CcxtMarket, CcxtPosition } from '../ccxt-exchange.js';
import { CcxtBroker } from './ccxt-broker.js';

const CONTRACT = 'BTC/USDT:USDT';
const SPOT: CcxtMarket = { symbol: SYMBOL, base: 'BTC', quote: 'USDT', precision: { amount: 1, price: 0.1 } };
const SWAP: CcxtMarket = { ...SPOT, symbol: CONTRACT, settle: 'USDT', swap: true, linear: true, contractSize: 1 };

async function positions(symbols: readonly string[], held: readonly CcxtPosition[]) {
  const exchange = Object.assign(new StandInExchange(new StandInVenue()), {
    loadMarkets: () => Promise.resolve({ [SYMBOL]: SPOT, [CONTRACT]: SWAP }),
    fetchPositions: () => Promise.resolve(held),
  });
  Object.assign(exchange.has, { fetchPositions: true });
  const keys = { account: 'CCXT', apiKey: '', secret: '', password: '', uid: '' };
  const broker = new CcxtBroker({ ...keys, exchange, symbols, pollMs: 20, timeoutMs: 300, horizonMs: 100 });
  await broker.connect(new RecordingBrokerSink());
  const told = await broker.positions('CCXT');
  await broker.close();
  return told;
}

describe('positions by ccxt', () => {
  const long = { symbol: CONTRACT, side: 'long', contracts: 5, entryPrice: 50_000 };
  const short = { symbol: CONTRACT, side: 'short', contracts: 2, entryPrice: 51_000 };

  it('are of contracts, and not told where a spot market would be missing', async () => {
    expect(await positions([CONTRACT], [long])).toMatchObject([{ quantity: 5, averagePx: 500_000 }]);
    expect(await positions([SYMBOL, CONTRACT], [long])).toBeUndefined();
    expect(await positions([SYMBOL], [])).toBeUndefined();
  });

  it('are one where an account that is hedged holds both sides', async () => {
    expect(await positions([CONTRACT], [long, short])).toMatchObject([{ quantity: 3, averagePx: 0 }]);
    expect(await positions([CONTRACT], [long, { ...short, contracts: 5 }])).toEqual([]);
  });
});
