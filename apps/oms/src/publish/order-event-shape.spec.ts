import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, NO_INSTRUCTIONS } from '@bourseworks/domain';
import type { OrderEvent } from '@bourseworks/order-engine';
import { orderEventShape } from './order-event-shape.js';

const instrument = expectOk(
  defineInstrument({
    venue: 'v',
    symbol: 'X',
    assetClass: 'equity',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '1',
  }),
);
const NUMBERS = { quantity: 100, price: 0, lastQty: 0, lastPx: 0, cumQty: 0, leavesQty: 100 };
const NO_MONEY = { notionalHi: 0, notionalLo: 0, fee: undefined };
const shape = (event: Partial<OrderEvent>) =>
  orderEventShape({
    ...NUMBERS,
    ...NO_MONEY,
    instrument,
    instructions: NO_INSTRUCTIONS,
    triggered: false,
    us: 1,
    venueUs: 0,
    ...event,
  } as OrderEvent);

const NAMES = ['stopPrice', 'trailBy', 'displayQty', 'postOnly', 'reduceOnly', 'goodTillTime', 'triggered'];

describe('the wire form of an order event', () => {
  it('says of a plain order nothing of instructions, a filled one neither', () => {
    const told = Object.keys(shape({ type: 'LIMIT', triggered: true }));
    expect(told.filter((name) => NAMES.includes(name))).toEqual([]);
  });

  it('says when its command was decided, where there is one', () => {
    expect(shape({ sentUs: 1_700_000_000_000_000 })).toMatchObject({ sentTime: '1700000000000000000' });
    expect(Object.keys(shape({}))).not.toContain('sentTime');
  });

  it('says what an order is told to do, in decimals', () => {
    const instructions = { ...NO_INSTRUCTIONS, stopPrice: 5_050, displayQty: 10, goodTillUs: 1_700_000_000_000_000 };
    expect(shape({ type: 'STOP_LIMIT', instructions, triggered: true })).toMatchObject({
      stopPrice: '50.50',
      displayQty: '10',
      goodTillTime: '1700000000000000000',
      triggered: true,
    });
    const others = { ...NO_INSTRUCTIONS, trailBy: 25, postOnly: true, reduceOnly: true };
    expect(shape({ type: 'TRAILING_STOP', instructions: others })).toMatchObject({
      trailBy: '0.25',
      postOnly: true,
      reduceOnly: true,
    });
  });
});
