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
