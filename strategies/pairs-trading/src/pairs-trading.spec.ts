import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { refuse, sideSign } from '@bourseworks/domain';
import { StrategyHarness } from '@bourseworks/strategy';
import { BTC, ETH, syntheticPair, START_US } from '../test/pair-data.js';
import { PairsTradingStrategy } from './pairs-trading.strategy.js';

const parameters = { venue: 'coinbase', kind: 'bar-1m' };

function harness(extra: Record<string, string | number> = {}, paper = true): StrategyHarness {
  return new StrategyHarness(PairsTradingStrategy, {
    parameters: { ...parameters, ...extra },
    instruments: [BTC, ETH],
    startUs: START_US,
    paper,
  });
}

async function run(seed: number, holes = false): Promise<StrategyHarness> {
  const driven = harness();
  await driven.start();
  for (const { bar, instrument } of syntheticPair(600, seed, 15, holes)) await driven.bar(bar, instrument);
  return driven;
}

/** Driven to its first entry, of which no order is filled yet. */
async function entered(extra: Record<string, number> = {}) {
  const driven = harness(extra, false);
  await driven.start();
  const bars = syntheticPair(600, 7);
  const rest = [...bars];
  while (driven.submitted.length < 2) {
    const next = rest.shift();
    if (next === undefined) throw new Error('no entry in these bars');
    await driven.bar(next.bar, next.instrument);
  }
  return Object.assign(driven, { rest });
}

describe('PairsTradingStrategy', () => {
  it('earns from mean reversion before costs, both legs opposite', async () => {
    let cash = 0;
    for (const seed of [1, 2, 3]) {
      const driven = await run(seed);
      expect(driven.decisions.filter(({ action }) => action.startsWith('enter')).length).toBeGreaterThan(4);
      for (let i = 0; i + 1 < driven.submitted.length; i += 2) {
        const [y, x] = driven.submitted.slice(i, i + 2);
        expect([y.symbol, x.symbol]).toEqual(['BTCUSD', 'ETHUSD']);
        expect(y.side).not.toBe(x.side);
      }
      const closed = driven.submitted.slice(0, driven.submitted.length - (driven.submitted.length % 4));
      for (const command of closed) {
        const price = driven.runtime.ledger.find(command.commandId)?.averagePrice ?? 0;
        cash -= sideSign(command.side) * Number(command.quantity) * price;
      }
    }
    expect(cash).toBeGreaterThan(0);
  });

  it('gives every decision a reason and its numbers', async () => {
    const driven = await run(7);
    for (const decision of driven.decisions) expect(decision.reason.length).toBeGreaterThan(5);
    const entry = driven.decisions.find(({ action }) => action.startsWith('enter'));
    expect(entry).toMatchObject({ z: expect.any(Number), hedge: expect.any(Number), yQuantity: expect.any(Number) });
    expect(driven.submitted[0].reason).toBe(entry?.reason);
  });

  it('decides the same from the same bars, minutes without a bar included', async () => {
    const trace = async (): Promise<string> =>
      createHash('sha256')
        .update(JSON.stringify((await run(11, true)).decisions))
        .digest('hex');
    expect(await trace()).toBe(await trace());
    expect((await run(11, true)).decisions.some(({ action }) => action.startsWith('enter'))).toBe(true);
  });

  it('makes no new order while one is open', async () => {
    const driven = harness({}, false);
    await driven.start();
    for (const { bar, instrument } of syntheticPair(600, 7)) await driven.bar(bar, instrument);
    expect(driven.submitted).toHaveLength(2);
  });

  it('closes the other leg when one is refused, once', async () => {
    const driven = harness({}, false);
    await driven.start();
    const bars = syntheticPair(600, 7)[Symbol.iterator]();
    for (const { bar, instrument } of bars) {
      await driven.bar(bar, instrument);
      if (driven.submitted.length === 2) break;
    }
    const [y, x] = driven.submitted;
    const us = driven.clock.nowUs();
    const quantity = Number(y.quantity) * 10 ** BTC.qtyScale;
    driven.runtime.orderEvent(driven.paperOrders.rejected(x, 'RISK_KILLED', us));
    expect(driven.submitted).toHaveLength(2);
    driven.runtime.orderEvent(
      driven.paperOrders.filled(y, BTC, { price: 464_000, quantity: Math.round(quantity), us }),
    );
    expect(driven.submitted).toHaveLength(3);
    expect(driven.submitted[2]).toMatchObject({
      symbol: 'BTCUSD',
      quantity: y.quantity,
      side: y.side === 'BUY' ? 'SELL' : 'BUY',
    });
    expect(driven.decisions.at(-1)).toMatchObject({ action: 'flatten' });
    // The close is refused too: it is not repeated at once, but after a pause.
    driven.runtime.orderEvent(driven.paperOrders.rejected(driven.submitted[2], 'RISK_KILLED', us));
    expect(driven.submitted).toHaveLength(3);
  });

  it('closes a pair of which one leg was filled only in part', async () => {
    const driven = await entered();
    const [y, x] = driven.submitted;
    const us = driven.clock.nowUs();
    const units = (order: { quantity: string }): number => Math.round(Number(order.quantity) * 1e8);
    driven.runtime.orderEvent(driven.paperOrders.filled(y, BTC, { price: 464_000, quantity: units(y), us }));
    const half = driven.paperOrders.filled(x, ETH, { price: 34_000, quantity: Math.floor(units(x) / 2), us });
    driven.runtime.orderEvent(half);
    expect(driven.submitted).toHaveLength(2);
    driven.runtime.orderEvent({ ...half, execType: 'Canceled', ordStatus: 'Canceled', leavesQty: '0' });
    expect(driven.submitted.slice(2).map(({ symbol, quantity }) => [symbol, quantity])).toEqual([
      ['BTCUSD', y.quantity],
      ['ETHUSD', half.cumQty],
    ]);
    expect(driven.decisions.at(-1)).toMatchObject({ action: 'flatten' });
  });

  it('waits after an entry that was refused, instead of sending it with every bar', async () => {
    const driven = await entered({ cooldown: 1_000 });
    for (const order of driven.submitted)
      driven.runtime.orderEvent(driven.paperOrders.rejected(order, 'RISK_KILLED', driven.clock.nowUs()));
    for (const { bar, instrument } of driven.rest) await driven.bar(bar, instrument);
    expect(driven.submitted).toHaveLength(2);
  });

  it('starts without history and says why', async () => {
    const driven = new StrategyHarness(PairsTradingStrategy, {
      parameters,
      instruments: [BTC, ETH],
      startUs: START_US,
      history: () => refuse('HISTORY_BUSY', 'busy'),
    });
    await driven.start();
    expect(driven.runtime.state).toBe('RUNNING');
    expect(driven.decisions).toEqual([
      expect.objectContaining({ action: 'warm-up', reason: expect.stringContaining('HISTORY_BUSY') }),
    ]);
  });
});
