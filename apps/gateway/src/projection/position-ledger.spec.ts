import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defineInstrument, expectOk, formatDecimal, formatMoney, sideSign, type Instrument } from '@bourseworks/domain';
import type { OrderEventShape, PositionBasisShape } from '@bourseworks/dto/shapes';
import { Portfolio, type Booked } from '@bourseworks/portfolio';
import { eventOf } from '../../test/fake-oms.js';
import type { Row } from '../database/schema.js';
import { bookedRow, isBooked, type TakenBack } from './position-ledger.js';

const INSTRUMENTS = [
  ['0.01', '0.001', 1],
  ['0.5', '1', 50],
  ['1', '0.00000001', 1],
  ['0.00000001', '1', 1_000],
].map(([tickSize, lotSize, multiplier]) =>
  expectOk(
    defineInstrument({
      venue: 'sim',
      symbol: 'BTCUSD',
      assetClass: 'future',
      currency: 'USD',
      tickSize: String(tickSize),
      lotSize: String(lotSize),
      multiplier: Number(multiplier),
    }),
  ),
);

interface Step {
  readonly kind: 'Trade' | 'TradeCorrect' | 'TradeCancel' | 'Calculated';
  readonly side: 'BUY' | 'SELL';
  readonly quantity: number;
  readonly price: number;
  readonly fee: number;
  readonly foreign: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('Trade', 'Trade', 'Trade', 'TradeCorrect', 'TradeCancel', 'Calculated'),
  side: fc.constantFrom('BUY', 'SELL'),
  quantity: fc.integer({ min: 1, max: 1_000_000 }),
  price: fc.integer({ min: 1, max: 100_000_000 }),
  fee: fc.integer({ min: -1_000, max: 100_000 }),
  foreign: fc.boolean(),
});

interface Standing {
  readonly side: Step['side'];
  readonly fill: number;
  readonly booked: Booked;
}

/** What the OMS does with these steps, and the events that it tells of them. */
class Oms {
  readonly portfolio = new Portfolio([{ id: 'SIM', currency: 'USD', cash: 0n }]);
  /** The last fill in force, which a bust or correction takes back. */
  private standing: Standing | undefined;

  constructor(private readonly instrument: Instrument) {}

  /** Undefined: nothing is left to take back. */
  take(
    sequence: number,
    { kind, side, quantity, price, fee: feeUnits, foreign }: Step,
  ): readonly [OrderEventShape, TakenBack?] | undefined {
    const { instrument, standing } = this;
    const feeCurrency = foreign ? 'BNB' : 'USD';
    const fee = BigInt(feeUnits) * 10n ** 14n;
    const told = { fee: formatMoney(fee), feeCurrency, currency: 'USD', multiplier: instrument.multiplier } as const;
    const texts = (of: { readonly quantity: number; readonly price: number }): TakenBack => ({
      quantity: formatDecimal(of.quantity, instrument.qtyScale),
      price: formatDecimal(of.price, instrument.priceScale),
    });
    const shape = (on: Step['side'], of?: TakenBack): OrderEventShape =>
      eventOf(sequence, {
        execType: kind,
        side: on,
        ...told,
        ...(of === undefined ? {} : { lastQty: of.quantity, lastPx: of.price }),
      });
    if (kind === 'Calculated') {
      this.portfolio.charge('SIM', 's', instrument, fee, feeCurrency);
      return [
        {
          ...shape(side),
          price: formatDecimal(price, instrument.priceScale),
          quantity: texts({ quantity, price }).quantity,
        },
      ];
    }
    if (kind === 'Trade') {
      const booked = { quantity: sideSign(side) * quantity, price, fee, feeCurrency };
      const fill = this.portfolio.fill('SIM', 's', instrument, booked.quantity, price, fee, feeCurrency);
      this.standing = { side, fill, booked };
      return [shape(side, texts({ quantity, price }))];
    }
    if (standing === undefined) return undefined;
    const was = texts({ quantity: Math.abs(standing.booked.quantity), price: standing.booked.price });
    if (kind === 'TradeCancel') {
      this.correct(standing, { quantity: 0, price: 0, fee: 0n, feeCurrency: '' });
      this.portfolio.charge('SIM', 's', instrument, fee, feeCurrency);
      this.standing = undefined;
      return [{ ...shape(standing.side, was), position: this.basis() }, was];
    }
    const booked = { quantity: sideSign(standing.side) * quantity, price, fee, feeCurrency };
    this.correct(standing, booked);
    this.standing = { ...standing, booked };
    return [{ ...shape(standing.side, texts({ quantity, price })), position: this.basis() }, was];
  }

  private correct({ fill, booked }: Standing, now: Booked): void {
    expect(this.portfolio.correct('SIM', 's', this.instrument, fill, booked, now)).toBe(true);
  }

  private basis(): PositionBasisShape {
    const position = this.portfolio.position('SIM', 's', this.instrument.key);
    if (position === undefined) throw new Error('no position');
    const { quantity, cost, realized, fees } = position;
    const money = { cost: formatMoney(cost), realized: formatMoney(realized), fees: formatMoney(fees) };
    return { quantity: formatDecimal(quantity, this.instrument.qtyScale), ...money };
  }
}

describe('positions from events', () => {
  it('begin with a fee as well, charged to an order at the market before anything was filled', () => {
    const fee = { fee: '0.50', feeCurrency: 'USD', currency: 'USD', multiplier: 1 } as const;
    const charged = eventOf(1, { execType: 'Calculated', type: 'MARKET', ...fee });
    const filled = eventOf(2, {
      execType: 'Trade',
      lastQty: '0.500',
      lastPx: '100.25',
      currency: 'USD',
      multiplier: 1,
    });
    const row = bookedRow(bookedRow(undefined, charged, undefined), filled, undefined);
    expect(row).toMatchObject({ quantity: '0.500', current_price: '100.25', average_price: '100.25' });
    expect(Number(row.fees)).toBe(0.5);
  });

  it('are not made up where an event does not say in which currency they are', () => {
    const filled = eventOf(1, { execType: 'Trade', lastQty: '0.500', lastPx: '100.25', currency: undefined });
    expect(() => bookedRow(undefined, filled, undefined)).toThrow(expect.objectContaining({ code: 'BAD_MESSAGE' }));
  });

  it('are those of the OMS to the last digit: fills, busts, corrections, fees of any currency', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...INSTRUMENTS),
        fc.array(step, { minLength: 1, maxLength: 40 }),
        (instrument, steps) => {
          const oms = new Oms(instrument);
          let row: Row<'positions'> | undefined;
          for (const [index, one] of steps.entries()) {
            const told = oms.take(index + 1, one);
            if (told === undefined) continue;
            const [event, takenBack] = told;
            if (isBooked(event)) row = bookedRow(row, event, takenBack);
          }
          const [view] = oms.portfolio.positions();
          if (view === undefined || row === undefined) return;
          expect({ ...row, quantity: Number(row.quantity) }).toMatchObject({
            quantity: Number(formatDecimal(view.quantity, instrument.qtyScale)),
            average_price: view.averagePrice ?? null,
            realized_pnl: formatMoney(view.realized),
            cost: formatMoney(view.cost),
            fees: formatMoney(view.fees),
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});
