import { afterEach, describe, expect, it } from '@jest/globals';
import { Desk, IBM, MONEY, riskOf } from '../test/desk.js';

let desk = new Desk();
afterEach(() => {
  desk.replayed();
  desk = new Desk();
});

const position = () => desk.engine.portfolio.position('A', 's', IBM.key);

describe('a bust', () => {
  it('gives back the fee, and restates what a later sale realised; the event tells what the position came to', () => {
    const buy = desk.working({ quantity: '20' });
    desk.fill(buy, 10, 1_000, { execId: 'f1', fee: MONEY, feeCurrency: 'USD' });
    desk.fill(buy, 10, 2_000, { execId: 'f2', fee: 2n * MONEY, feeCurrency: 'BNB' });
    desk.fill(desk.working({ side: 'SELL', quantity: '10' }), 10, 3_000);
    expect(position()).toMatchObject({ realized: 150n * MONEY, fees: MONEY });
    desk.report('TradeCancel', buy, { execId: 'b1', execRefId: 'f1' });
    expect(position()).toMatchObject({ quantity: 0, cost: 0n, realized: 100n * MONEY, fees: 0n });
    expect(desk.lastEvent()).toMatchObject({
      execType: 'TradeCancel',
      execRefId: 'f1',
      lastQty: 10,
      lastPx: 1_000,
      position: { quantity: 0, cost: 0n, realized: 100n * MONEY, fees: 0n, lastPx: 3_000 },
    });
    desk.report('TradeCancel', buy, { execId: 'b2', execRefId: 'f2' });
    expect(desk.engine.portfolio.cash('A', 'BNB')).toBe(0n);
    expect(desk.engine.portfolio.cash('A')).toBe((1_000_000n + 300n) * MONEY);
    expect(riskOf(desk.engine).tree.cashOf('A')).toBe(desk.engine.portfolio.cash('A'));
    expect(desk.alarms()).toEqual([]);
  });

  it('that tells the refund of the fee does not refund it twice; any other fee is charged', () => {
    const buy = desk.working();
    desk.fill(buy, 10, 1_000, { execId: 'f1', fee: MONEY, feeCurrency: 'USD' });
    desk.report('TradeCancel', buy, { execId: 'b1', execRefId: 'f1', fee: -MONEY, feeCurrency: 'USD' });
    expect(desk.engine.portfolio.cash('A')).toBe(1_000_000n * MONEY);
    desk.fill(buy, 10, 1_000, { execId: 'f2', fee: MONEY, feeCurrency: 'USD' });
    desk.report('TradeCancel', buy, { execId: 'b2', execRefId: 'f2', fee: 3n * MONEY, feeCurrency: 'USD' });
    expect(desk.engine.portfolio.cash('A')).toBe((1_000_000n - 3n) * MONEY);
    expect(riskOf(desk.engine).tree.cashOf('A')).toBe(desk.engine.portfolio.cash('A'));
  });

  it('of a fill before a split cannot be booked in units of now: recorded and alarmed', () => {
    const buy = desk.working();
    desk.fill(buy, 100, 1_000, { execId: 'f1' });
    const split = { kind: 'split', venue: 'sim', symbol: 'IBM', n: 2, m: 1, price: '5.00' } as const;
    const who = { commandId: 'split', account: 'A', actor: 'ann', reason: 'two for one' };
    desk.take(desk.engine.bookCash({ ...who, ...split }, desk.now));
    desk.report('TradeCancel', buy, { execId: 'b1', execRefId: 'f1' });
    expect(desk.journal.at(-1)?.type).toBe('Anomaly');
    expect(desk.alarms()).toEqual(['CASH_BOOKED', 'ORDER_TRANSITION_ILLEGAL']);
    expect(position()).toMatchObject({ quantity: 200 });
  });
});

describe('a correction', () => {
  it('keeps the fee of the original unless it tells another', () => {
    const buy = desk.working();
    desk.fill(buy, 10, 1_000, { execId: 'f1', fee: MONEY, feeCurrency: 'USD' });
    desk.report('TradeCorrect', buy, { execId: 'c1', execRefId: 'f1', lastQty: 20, lastPx: 900 });
    expect(position()).toMatchObject({ quantity: 20, cost: 180n * MONEY, fees: MONEY });
    desk.report('TradeCorrect', buy, { execId: 'c2', execRefId: 'c1', lastQty: 20, lastPx: 900, fee: 2n * MONEY });
    expect(position()).toMatchObject({ quantity: 20, cost: 180n * MONEY, fees: 2n * MONEY });
    desk.report('TradeCancel', buy, { execId: 'b1', execRefId: 'c2' });
    expect(position()).toMatchObject({ quantity: 0, cost: 0n, realized: 0n, fees: 0n, cashFlow: 0n });
    expect(desk.engine.portfolio.cash('A')).toBe(1_000_000n * MONEY);
  });

  it('stands where the fill stood among those of other orders', () => {
    const buy = desk.working({ quantity: '10' });
    desk.fill(buy, 10, 1_000, { execId: 'f1' });
    desk.fill(desk.working({ side: 'SELL', quantity: '5' }), 5, 1_500);
    desk.fill(desk.working({ quantity: '10' }), 10, 2_000);
    desk.report('TradeCorrect', buy, { execId: 'c1', execRefId: 'f1', lastQty: 10, lastPx: 1_200 });
    // 5 of the 10 at 12.00 were sold at 15.00 before the others were bought.
    expect(position()).toMatchObject({ quantity: 15, realized: 15n * MONEY, cost: (60n + 200n) * MONEY });
  });
});
