import { strictEqual } from 'node:assert';
import { defineBench } from './harness/bench.js';
import { EngineChain, type Chain } from './risk/chain.js';
import { ObjectChain } from './risk/object-chain.js';
import { askedOrders, START_US, type Asked } from './risk/orders.js';

/** Orders of a run; each is placed and, some orders later, closed. */
const ORDERS = 20_000;
const OPEN = 1_000;
const MANY = 100_000;
const STEP_US = 1_000;

/** Places orders one after the other, 1 ms apart, `open` of them at a time. */
class Run {
  private readonly ring: (Asked | undefined)[];
  private at = 0;
  private us: number;

  constructor(
    private readonly chain: Chain,
    private readonly orders: readonly Asked[],
    open: number,
  ) {
    this.ring = Array.from({ length: open });
    this.us = START_US;
    // Open them all, and turn all over once.
    for (let n = 0; n < open * 2; n++) this.step(orders[n % orders.length]);
  }

  /** Mean nanoseconds of an order. */
  run(): number {
    const startedAt = performance.now();
    for (const order of this.orders) this.step(order);
    return ((performance.now() - startedAt) * 1e6) / this.orders.length;
  }

  /** Nanoseconds of single orders, sorted. */
  times(): Float64Array {
    const times = new Float64Array(this.orders.length);
    for (let n = 0; n < times.length; n++) {
      const startedAt = process.hrtime.bigint();
      this.step(this.orders[n]);
      times[n] = Number(process.hrtime.bigint() - startedAt);
    }
    return times.sort();
  }

  private step(order: Asked): void {
    const oldest = this.ring[this.at];
    if (oldest !== undefined) this.chain.close(oldest);
    this.us += STEP_US;
    this.ring[this.at] = this.chain.place(order, this.us) === 'OK' ? order : undefined;
    this.at = this.at + 1 === this.ring.length ? 0 : this.at + 1;
  }
}

/** Both chains say the same about every order. */
function compare(orders: readonly Asked[]): Record<string, number> {
  const [own, peer] = [new EngineChain(), new ObjectChain()];
  const codes: Record<string, number> = {};
  for (const [n, order] of orders.entries()) {
    const us = START_US + n * STEP_US;
    const code = own.place(order, us);
    strictEqual(peer.place(order, us), code, JSON.stringify({ ...order, instrument: order.instrument.key }));
    codes[code] = (codes[code] ?? 0) + 1;
  }
  return codes;
}

/** Bytes on the heap for each order: what is collected in between makes a sample smaller, so the largest counts. */
function allocated(run: Run): number {
  const samples = Array.from({ length: 9 }, () => {
    const before = process.memoryUsage().heapUsed;
    run.run();
    return (process.memoryUsage().heapUsed - before) / ORDERS;
  });
  return Math.max(0, ...samples);
}

const quantile = (sorted: Float64Array, part: number): number => sorted[Math.floor(sorted.length * part)];

/**
 * The whole chain of an order: every check of a rule file with all kinds of limits, the reservation, what is counted for
 * rates, and later the release. Beside it the same checks as a list of closures over maps of objects. Both are held to the
 * same outcome for every order before they are timed. Times of single orders contain reading the clock twice.
 */
export const bench = defineBench({
  name: 'risk',
  goals: [
    { name: 'chainP99Us', op: '<=', goal: 5 },
    { name: 'ratioVsObjectChain', op: '>=', goal: 10 },
    { name: 'costRatioAt100xOrders', op: '<=', goal: 1.2 },
  ],
  async measure({ rounds }) {
    const orders = askedOrders(ORDERS, 1);
    const outcomes = compare(orders);
    const own = new Run(new EngineChain(), orders, OPEN);
    const many = new Run(new EngineChain(), orders, MANY);
    const peer = new Run(new ObjectChain(), orders, OPEN);
    const ns = await rounds({
      engine: () => own.run(),
      engineAt100xOrders: () => many.run(),
      objects: () => peer.run(),
    });
    const single = own.times();
    return {
      values: {
        chainP99Us: quantile(single, 0.99) / 1_000,
        ratioVsObjectChain: ns.objects.median / ns.engine.median,
        costRatioAt100xOrders: ns.engineAt100xOrders.median / ns.engine.median,
      },
      figures: {
        chainP50Us: quantile(single, 0.5) / 1_000,
        chainP999Us: quantile(single, 0.999) / 1_000,
        nsPerOrder: ns,
        bytesPerOrder: allocated(own),
        bytesPerOrderOfObjects: allocated(peer),
        outcomes,
      },
    };
  },
});
