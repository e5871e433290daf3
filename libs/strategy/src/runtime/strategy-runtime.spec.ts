import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, type Bar, type Instrument, type Result } from '@bourseworks/domain';
import { MessagePattern } from '../decorators/pattern.decorators.js';
import { StrategyHarness } from '../harness/strategy-harness.js';
import { Strategy } from '../strategy.js';
import type { OrderHandle } from './order-handle.js';

const BTC = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'BTCUSD',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '0.001',
  }),
);
const bar = (close: number, endUs: number): Bar => ({
  kind: 'bar',
  startUs: endUs - 1,
  endUs,
  open: close,
  high: close,
  low: close,
  close,
  volume: 0,
  trades: 0,
});

/** Runs what a test gives it on each bar. */
class Scripted extends Strategy {
  static script: (self: Scripted, instrument: Instrument) => void | Promise<void>;
  readonly lines: string[] = [];
  handle: OrderHandle | undefined;

  override onBar(_bar: Bar, instrument: Instrument): void | Promise<void> {
    return Scripted.script(this, instrument);
  }

  override onTimer(name: string): void {
    this.lines.push(`timer ${name} at ${this.clock.nowUs()}`);
  }

  @MessagePattern('lines')
  answer(): string[] {
    return this.lines;
  }

  override onCommand(method: string, body: unknown): unknown {
    if (method === 'fail') throw new Error('cannot');
    return { method, body };
  }

  order(instrument: Instrument, quantity: number, price?: number): OrderHandle {
    this.handle = this.buy({ instrument, quantity, ...(price === undefined ? {} : { price }) });
    return this.handle;
  }

  reduce(instrument: Instrument, quantity: number): void {
    this.sell({ instrument, quantity, reduceOnly: true });
  }

  async cancelIt(): Promise<void> {
    const outcome: Result<OrderHandle> = await this.cancel(this.handle as OrderHandle);
    this.lines.push(outcome.ok ? `cancelled ${outcome.value.status}` : outcome.refusal.code);
  }

  timers(): void {
    this.setTimer(10, 'b');
    this.setTimer(5, 'a');
    this.setTimer(7, 'never').cancel();
  }
}

async function driven(script: typeof Scripted.script): Promise<StrategyHarness> {
  Scripted.script = script;
  const harness = new StrategyHarness(Scripted, { instruments: [BTC] });
  await harness.start();
  return harness;
}

describe('StrategyRuntime', () => {
  it.each([
    [1.5, undefined, 'QUANTITY_INVALID'],
    [0, undefined, 'QUANTITY_INVALID'],
    [1, 0, 'PRICE_INVALID'],
    [1, 100.5, 'PRICE_INVALID'],
  ])('refuses an order of %s at %s without sending it', async (quantity, price, code) => {
    let handle: OrderHandle | undefined;
    const harness = await driven((self, instrument) => void (handle = self.order(instrument, quantity, price)));
    await harness.bar(bar(1, 1), BTC);
    expect(harness.commands).toEqual([]);
    expect(handle).toMatchObject({ refused: true, closed: true, code });
    await expect(handle?.done).resolves.toBe(handle);
  });

  it('sends the flag of a reduce-only order, and none with any other', async () => {
    const harness = await driven((self, instrument) => {
      self.order(instrument, 1, 100);
      self.reduce(instrument, 1);
    });
    await harness.bar(bar(1, 1), BTC);
    expect(harness.submitted.map(({ reduceOnly }) => reduceOnly)).toEqual([undefined, true]);
  });

  it('sends a cancel once the order has its clOrdId, and tells its outcome', async () => {
    let strategy: Scripted | undefined;
    const harness = await driven((self, instrument) => {
      strategy = self;
      self.order(instrument, 1, 100);
      return self.cancelIt();
    });
    await harness.bar(bar(1, 1), BTC);
    expect(harness.commands.map(({ verb }) => verb)).toEqual(['submit']);
    const [body] = harness.submitted;
    harness.runtime.orderEvent(harness.paperOrders.accepted(body, 1));
    await harness.settle();
    expect(harness.commands[1]).toMatchObject({
      verb: 'cancel',
      body: { commandId: 'test-1-2', clOrdId: 'test-test-1-1' },
    });
    harness.runtime.orderEvent(harness.paperOrders.cancelled(body, 2));
    await harness.settle();
    expect(strategy?.lines).toEqual(['cancelled Canceled']);
  });

  it('tells a refused cancel from a done one', async () => {
    let strategy: Scripted | undefined;
    const harness = await driven((self, instrument) => {
      strategy = self;
      self.order(instrument, 1, 100);
      return self.cancelIt();
    });
    await harness.bar(bar(1, 1), BTC);
    const accepted = harness.paperOrders.accepted(harness.submitted[0], 1);
    harness.runtime.orderEvent(accepted);
    harness.runtime.orderEvent({ ...accepted, execType: 'CancelRejected', code: 'ORDER_PENDING', reason: 'no' });
    await harness.settle();
    expect(strategy?.lines).toEqual(['ORDER_PENDING']);
    expect(strategy?.handle).toMatchObject({ closed: false, refused: false });
  });

  it('fires timers on the virtual clock at their own times', async () => {
    let strategy: Scripted | undefined;
    const harness = await driven((self) => {
      strategy = self;
      self.timers();
    });
    await harness.bar(bar(1, 100), BTC);
    harness.clock.advance(200, true);
    expect(strategy?.lines).toEqual(['timer a at 105', 'timer b at 110']);
  });

  it('answers commands by pattern, else by onCommand, and survives a handler that throws', async () => {
    const harness = await driven(() => {});
    harness.runtime.command(1, 'lines', {});
    harness.runtime.command(2, 'other', { a: 1 });
    harness.runtime.command(3, 'fail', {});
    await harness.settle();
    expect([...harness.replies].sort((a, b) => a.id - b.id)).toEqual([
      { id: 1, result: { ok: true, value: [] } },
      { id: 2, result: { ok: true, value: { method: 'other', body: { a: 1 } } } },
      { id: 3, result: { ok: false, refusal: { code: 'INTERNAL_ERROR', message: 'cannot' } } },
    ]);
    expect(harness.runtime.state).toBe('RUNNING');
  });

  it('cancels what is open when it stops, and when it fails', async () => {
    for (const end of ['stop', 'fail'] as const) {
      const harness = await driven((self, instrument) => {
        if (self.handle !== undefined) throw new Error('a bug');
        self.order(instrument, 1, 100);
      });
      await harness.bar(bar(1, 1), BTC);
      harness.runtime.orderEvent(harness.paperOrders.accepted(harness.submitted[0], 1));
      if (end === 'stop') await harness.stop();
      else await harness.bar(bar(1, 2), BTC);
      const last = harness.commands.at(-1);
      expect(last).toMatchObject({ verb: 'cancel', body: { clOrdId: 'test-test-1-1' } });
      harness.runtime.orderEvent(harness.paperOrders.cancelled(harness.submitted[0], 2));
      await harness.settle();
      expect(harness.runtime.state).toBe(end === 'stop' ? 'STOPPED' : 'FAILED');
    }
  });

  it('calls no hook after it failed, but keeps its books', async () => {
    const harness = await driven((self, instrument) => {
      self.order(instrument, 1);
      throw new Error('a bug');
    });
    await harness.bar(bar(1, 1), BTC);
    await harness.bar(bar(1, 2), BTC);
    expect(harness.submitted).toHaveLength(1);
    harness.runtime.orderEvent(harness.paperOrders.filled(harness.submitted[0], BTC, { price: 1, quantity: 1, us: 1 }));
    expect(harness.runtime.ledger.position(BTC)).toBe(1);
    expect(harness.states.at(-1)).toMatchObject({
      state: 'FAILED',
      error: { code: 'STRATEGY_FAILED', message: 'onBar: a bug' },
    });
  });

  it('does not start after it was stopped', async () => {
    const harness = new StrategyHarness(Scripted, { instruments: [BTC] });
    await harness.stop();
    await harness.start();
    expect(harness.states.map(({ state }) => state)).toEqual(['STOPPING', 'STOPPED']);
  });
});
