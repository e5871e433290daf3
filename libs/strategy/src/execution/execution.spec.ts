import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, FLAG, type Quote, type Trade } from '@bourseworks/domain';
import type { LogFields } from '@bourseworks/ports';
import { StrategyHarness } from '../harness/strategy-harness.js';
import { Strategy } from '../strategy.js';
import type { Execution } from './types.js';

const BTC = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'BTCUSD',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '0.002',
    minQuantity: '0.004',
  }),
);
const SECOND = 1e6;
const quote = (us: number, bidPrice: number, askPrice: number, size = 1_000): Quote => {
  return { kind: 'quote', us, ns: 0, bidPrice, askPrice, bidQuantity: size, askQuantity: size };
};
const trade = (us: number, price: number, quantity: number, flags = 0): Trade => {
  return { kind: 'trade', us, ns: 0, price, quantity, flags };
};

type Begin = (strategy: Worker) => Execution;

/** Begins what a test gives it. */
class Worker extends Strategy {
  static begin: Begin;
  static stays = false;
  override readonly cancelOrdersOnStop = !Worker.stays;
  execution: Execution;

  override onStart(): void {
    this.execution = Worker.begin(this);
    void this.execution.done.then(({ state }) => this.log.info({ event: 'ended', state }));
  }
}

type WorkerMethod = 'twap' | 'vwap' | 'pov' | 'iceberg';
type Methods = Record<WorkerMethod, (terms: object) => Execution>;

interface World {
  readonly harness: StrategyHarness;
  readonly execution: Execution;
  readonly sent: () => string[];
  readonly ended: () => LogFields | undefined;
}

async function working(
  method: WorkerMethod,
  terms: object,
  options: { readonly first?: Quote; readonly paper?: 'quotes' | false } = {},
): Promise<World> {
  const { first = quote(1, 99_00, 101_00), paper = 'quotes' } = options;
  let execution: Execution | undefined;
  Worker.begin = (strategy) => {
    execution = (strategy as unknown as Methods)[method]({ instrument: BTC, side: 'BUY', ...terms });
    return execution;
  };
  const harness = new StrategyHarness(Worker, { instruments: [BTC], paper });
  await harness.quote(first, BTC);
  await harness.start();
  if (execution === undefined) throw new Error('nothing was begun');
  const sent = (): string[] =>
    harness.submitted.map(({ side, type, quantity, price = '' }) => `${side} ${type} ${quantity} ${price}`.trim());
  const ended = (): LogFields | undefined => harness.logs.find(({ fields }) => fields['event'] === 'ended')?.fields;
  return { harness, execution, sent, ended };
}

describe('TWAP', () => {
  it('sends equal parts at equal intervals, and is done with the last', async () => {
    const { harness, execution, sent, ended } = await working('twap', {
      quantity: 100,
      durationUs: 10 * SECOND,
      slices: 5,
    });
    const filled: number[] = [execution.filledQuantity];
    for (const at of [2, 4, 6, 8]) {
      await harness.until(at * SECOND + 1);
      filled.push(execution.filledQuantity);
    }
    expect(filled).toEqual([20, 40, 60, 80, 100]);
    expect(sent()).toEqual(Array.from({ length: 5 }, () => 'BUY MARKET 0.02'));
    expect(execution).toMatchObject({ state: 'FILLED', leavesQuantity: 0, averagePrice: 101_00 });
    expect(ended()).toMatchObject({ state: 'FILLED' });
  });

  it('divides what does not divide without losing a lot', async () => {
    const { harness, execution } = await working('twap', { quantity: 34, durationUs: 4 * SECOND, slices: 4 });
    await harness.until(9 * SECOND);
    expect(execution.orders.map((order) => order.quantity)).toEqual([8, 10, 8, 8]);
  });

  it('catches up with what the book did not give, up to its limit', async () => {
    const terms = { quantity: 30, durationUs: 3 * SECOND, slices: 3, limit: 101_00 };
    const { harness, execution, sent } = await working('twap', terms, { first: quote(1, 99_00, 101_00, 4) });
    await harness.quote(quote(SECOND / 2, 99_00, 102_00), BTC);
    await harness.quote(quote(1.5 * SECOND, 99_00, 101_00), BTC);
    await harness.until(2 * SECOND + 1);
    expect(sent()).toEqual(['BUY LIMIT 0.01 101', 'BUY LIMIT 0.016 101', 'BUY LIMIT 0.026 101']);
    expect(execution).toMatchObject({ state: 'FILLED', filledQuantity: 30 });
  });

  it('tries the rest once more at the end, and says what is left', async () => {
    const terms = { quantity: 20, durationUs: 2 * SECOND, slices: 2, limit: 100_00 };
    const { harness, execution, sent, ended } = await working('twap', terms);
    await harness.until(5 * SECOND);
    expect(sent()).toEqual(['BUY LIMIT 0.01 100', 'BUY LIMIT 0.02 100', 'BUY LIMIT 0.02 100']);
    expect(execution).toMatchObject({ state: 'EXPIRED', leavesQuantity: 20, reason: 'the time is over' });
    expect(ended()).toMatchObject({ state: 'EXPIRED' });
  });

  it('joins its own side, moves with it at each slice, and takes what is left at the end', async () => {
    const terms = { quantity: 40, durationUs: 2 * SECOND, slices: 2, style: 'JOIN' };
    const { harness, execution, sent } = await working('twap', terms);
    expect(sent()).toEqual([]);
    await harness.quote(quote(10, 99_00, 101_00), BTC);
    await harness.trade(trade(20, 98_99, 12), BTC);
    await harness.quote(quote(30, 99_50, 101_00), BTC);
    await harness.until(SECOND + 1);
    expect(execution.filledQuantity).toBe(12);
    await harness.until(2 * SECOND + 1);
    expect(sent()).toEqual(['BUY LIMIT 0.02 99', 'BUY LIMIT 0.028 99.5', 'BUY MARKET 0.028']);
    expect(execution).toMatchObject({ state: 'FILLED', filledQuantity: 40 });
    expect(execution.averagePrice).toBeCloseTo((12 * 99_00 + 28 * 101_00) / 40, 9);
  });

  it('gives up after five refusals, with the code of the last', async () => {
    const { harness, execution } = await working(
      'twap',
      { quantity: 60, durationUs: 6 * SECOND, slices: 6 },
      { paper: false },
    );
    for (const at of [0, 1, 2, 3, 4]) {
      await harness.until(at * SECOND + 1);
      harness.runtime.orderEvent(
        harness.paperOrders.rejected(harness.submitted[at], 'RISK_KILL_ESCALATED', at * SECOND),
      );
    }
    expect(execution).toMatchObject({ state: 'FAILED', code: 'RISK_KILL_ESCALATED' });
    await harness.until(9 * SECOND);
    expect(execution.orders).toHaveLength(5);
  });
});

describe('VWAP', () => {
  it('follows its shares', async () => {
    const { harness, execution } = await working('vwap', {
      quantity: 100,
      durationUs: 4 * SECOND,
      shares: [1, 0, 3, 6],
    });
    await harness.until(4 * SECOND);
    expect(execution.orders.map((order) => order.quantity)).toEqual([10, 30, 60]);
    expect(execution.state).toBe('FILLED');
  });
});

describe('percentage of volume', () => {
  it('never has more than its share of what traded, in orders of its clip', async () => {
    const { harness, execution } = await working('pov', { quantity: 40, participation: 0.25, clip: 8 });
    const filled: number[] = [];
    for (const [index, volume] of [20, 11, 1, 60, 1_000].entries()) {
      await harness.trade(trade(10 * (index + 1), 100_00, volume), BTC);
      filled.push(execution.filledQuantity);
    }
    expect(filled).toEqual([0, 0, 8, 22, 40]);
    expect(execution.state).toBe('FILLED');
  });

  it('does not count what is corrected, taken back or backfilled', async () => {
    const { harness, execution } = await working('pov', { quantity: 40, participation: 0.5 });
    for (const flag of [FLAG.CORRECTION, FLAG.CANCELLED, FLAG.BACKFILLED])
      await harness.trade(trade(10, 100_00, 1_000, flag), BTC);
    expect(execution.filledQuantity).toBe(0);
    await harness.trade(trade(11, 100_00, 20, FLAG.ODD_LOT), BTC);
    expect(execution.filledQuantity).toBe(10);
  });

  it('tries what is refused ever more rarely, and gives up after five in a row', async () => {
    const { harness, execution } = await working('pov', { quantity: 40, participation: 0.5 }, { paper: false });
    const sentAt: number[] = [];
    for (let second = 1; second <= 40; second++) {
      await harness.trade(trade(second * SECOND, 100_00, 20), BTC);
      const last = harness.submitted.at(-1);
      if (last === undefined || harness.runtime.ledger.find(last.commandId)?.closed === true) continue;
      sentAt.push(second);
      harness.runtime.orderEvent(harness.paperOrders.rejected(last, 'RISK_KILL_ESCALATED', second * SECOND));
    }
    expect(sentAt).toEqual([1, 2, 4, 8, 16]);
    expect(execution.state).toBe('FAILED');
  });

  it('gives up the rest when its time is over', async () => {
    const { harness, execution } = await working('pov', { quantity: 40, participation: 0.5, durationUs: SECOND });
    await harness.trade(trade(11, 100_00, 20), BTC);
    await harness.until(2 * SECOND);
    expect(execution).toMatchObject({ state: 'EXPIRED', filledQuantity: 10, leavesQuantity: 30 });
  });
});

describe('iceberg', () => {
  const terms = { quantity: 26, limit: 99_00, displayQuantity: 10 };

  it('shows a part, and the next when that is filled', async () => {
    const { harness, execution, sent } = await working('iceberg', terms);
    for (const [us, quantity] of [
      [10, 6],
      [20, 6],
      [30, 100],
      [40, 100],
    ])
      await harness.trade(trade(us, 98_99, quantity), BTC);
    expect(sent()).toEqual(['BUY LIMIT 0.01 99', 'BUY LIMIT 0.01 99', 'BUY LIMIT 0.006 99']);
    expect(execution).toMatchObject({ state: 'FILLED', filledQuantity: 26, averagePrice: 99_00 });
  });

  it('is over when somebody cancels its order', async () => {
    const { harness, execution } = await working('iceberg', terms);
    harness.runtime.orderEvent(harness.paperOrders.cancelled(harness.submitted[0], 5));
    expect(execution).toMatchObject({ state: 'CANCELLED', leavesQuantity: 26 });
  });

  it('cancels what is open when it is cancelled, and is over with the outcome', async () => {
    const { harness, execution, ended } = await working('iceberg', terms);
    execution.cancel('enough');
    execution.cancel('again');
    expect(execution.state).toBe('WORKING');
    await harness.settle();
    expect(harness.commands.map(({ verb }) => verb)).toEqual(['submit', 'cancel']);
    expect(execution).toMatchObject({ state: 'CANCELLED', reason: 'enough' });
    expect(ended()).toMatchObject({ state: 'CANCELLED' });
  });

  it('tries a refused cancel again, and counts a fill that was under way', async () => {
    const { harness, execution } = await working('iceberg', { ...terms, quantity: 10 }, { paper: false });
    const [order] = harness.submitted;
    harness.runtime.orderEvent(harness.paperOrders.accepted(order, 2));
    execution.cancel();
    await harness.settle();
    harness.runtime.orderEvent(harness.paperOrders.cancelRejected(order, 'ORDER_KEPT', 3));
    await harness.until(3 * SECOND);
    expect(harness.commands.map(({ verb }) => verb)).toEqual(['submit', 'cancel', 'cancel']);
    harness.runtime.orderEvent(harness.paperOrders.filled(order, BTC, { price: 99_00, quantity: 10, us: 4 }));
    expect(execution.state).toBe('FILLED');
  });
});

describe('the end of a strategy', () => {
  it('ends its executions, and sends one cancel of what is open', async () => {
    const { harness, execution } = await working('iceberg', { quantity: 20, limit: 99_00, displayQuantity: 10 });
    await harness.stop();
    expect(harness.commands.map(({ verb }) => verb)).toEqual(['submit', 'cancel']);
    expect(execution).toMatchObject({ state: 'CANCELLED', reason: 'the strategy stops' });
    expect(harness.states.at(-1)).toMatchObject({ state: 'STOPPED' });
  });

  it('leaves open what is to stay, but sends no more', async () => {
    Worker.stays = true;
    const { harness, execution } = await working('iceberg', { quantity: 20, limit: 99_00, displayQuantity: 10 });
    Worker.stays = false;
    await harness.stop();
    await harness.trade(trade(10, 98_00, 100), BTC);
    expect(harness.commands.map(({ verb }) => verb)).toEqual(['submit']);
    expect(execution).toMatchObject({ state: 'CANCELLED', filledQuantity: 10 });
  });
});

describe('wrong terms', () => {
  const twap = { quantity: 20, durationUs: 1, slices: 2 };
  it.each<[string, WorkerMethod, object, string]>([
    ['a quantity off the lot', 'twap', { ...twap, quantity: 21 }, 'QUANTITY_OFF_LOT'],
    ['a quantity below the least', 'twap', { ...twap, quantity: 2 }, 'QUANTITY_INVALID'],
    ['no slices', 'twap', { ...twap, slices: 0 }, 'BAD_REQUEST'],
    ['half a slice', 'twap', { ...twap, slices: 1.5 }, 'BAD_REQUEST'],
    ['a time that is none', 'twap', { ...twap, durationUs: NaN }, 'BAD_REQUEST'],
    ['a limit off the tick', 'twap', { ...twap, limit: 0.5 }, 'PRICE_INVALID'],
    ['shares of nothing', 'vwap', { ...twap, shares: [0, 0] }, 'BAD_REQUEST'],
    ['a share below 0', 'vwap', { ...twap, shares: [1, -1] }, 'BAD_REQUEST'],
    ['more than all of the volume', 'pov', { quantity: 20, participation: 1.1 }, 'BAD_REQUEST'],
    ['a display off the lot', 'iceberg', { quantity: 20, limit: 100, displayQuantity: 5 }, 'QUANTITY_INVALID'],
  ])('%s is refused, and nothing is sent', async (_name, method, terms, code) => {
    const { execution, sent, ended } = await working(method, terms);
    expect(execution).toMatchObject({ state: 'FAILED', code });
    expect(sent()).toEqual([]);
    expect(ended()).toMatchObject({ state: 'FAILED' });
  });
});
