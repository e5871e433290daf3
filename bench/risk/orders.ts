import { defineInstrument, expectOk, type Instrument, type Side } from '@bourseworks/domain';
import { SeededRng } from '@bourseworks/ports';
import { RiskBuilder } from '@bourseworks/risk';

/** An order as both chains are asked about it. */
export interface Asked {
  readonly account: string;
  readonly strategy: string;
  readonly instrument: Instrument;
  readonly side: Side;
  /** Units of the instrument. */
  readonly quantity: number;
  readonly price: number;
}

const DAY_US = 86_400_000_000;
/** 2023-11-15 15:00 UTC, a Wednesday. */
export const START_US = 1_700_060_400_000_000;
export const ACCOUNT = 'A';
export const STRATEGIES = 40;
export const INSTRUMENTS: readonly Instrument[] = Array.from({ length: 25 }, (_, n) =>
  expectOk(
    defineInstrument({
      venue: 'sim',
      symbol: `S${n}`,
      assetClass: 'equity',
      currency: 'USD',
      tickSize: '0.01',
      lotSize: '1',
    }),
  ),
);
export const BID = 5_000;
export const ASK = 5_010;
export const CASH = 10_000_000_000n;

/** Every kind of check that an order meets, at the scopes where desks have them. */
export const RULES = RiskBuilder.for('firm')
  .maxOrderQuantity('1000')
  .maxOrderNotional('100000')
  .priceCollar({ bps: 1_000, maxAgeUs: DAY_US })
  .priceWindow({ bps: 1_000, windowUs: DAY_US })
  .staleData(DAY_US)
  .duplicate(1_000_000)
  .maxOpenOrders(150_000)
  .maxGrossNotional('9000000000')
  .for('account', ACCOUNT)
  .hours({ timeZone: 'UTC', open: '00:00', close: '00:00', days: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] })
  .maxGrossNotional('8000000000')
  .maxNetNotional('8000000000')
  .maxConcentrationBps(9_000)
  .buyingPower({ model: 'MARGIN', initialMarginBps: 5_000, feeBps: 5 })
  .maxPosition('5000000')
  .maxOpenOrders(140_000)
  .orderRate({ count: 1_000, windowUs: 1_000_000 })
  .messageRate({ count: 2_000, windowUs: 1_000_000 })
  .for('strategy', '*')
  .maxLong('400000')
  .maxShort('400000')
  .maxOpenOrders(10_000)
  .orderRate({ count: 100, windowUs: 1_000_000 })
  .for('symbol', 'sim/S7')
  .restricted('SELL')
  .build();

/** Orders of which most pass. */
export function askedOrders(count: number, seed: number): Asked[] {
  const rng = new SeededRng(seed);
  return Array.from({ length: count }, () => ({
    account: ACCOUNT,
    strategy: `s${rng.integer(STRATEGIES)}`,
    instrument: INSTRUMENTS[rng.integer(INSTRUMENTS.length)],
    side: rng.integer(2) === 0 ? 'BUY' : 'SELL',
    quantity: 1 + rng.integer(1_010),
    price: 4_400 + rng.integer(1_200),
  }));
}
