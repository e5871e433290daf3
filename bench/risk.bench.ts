import { strictEqual } from 'node:assert';
import { defineBench } from './harness/bench.js';
import { EngineChain, type Chain } from './risk/chain.js';
import { ObjectChain } from './risk/object-chain.js';
import { askedOrders, type Asked } from './risk/orders.js';

/** Orders of a run; each is placed and, some orders later, closed. */
const ORDERS = 20_000;
const OPEN = 1_000;
const MANY = 100_000;
const DAY_US = 86_400_000_000;

/** Places orders one after the other, `open` of them at a time, and gives the nanoseconds of each. */
class Run {
  private readonly ring: (Asked | undefined)[];
  private at = 0;
  private round = 0;

  constructor(
    private readonly chain: Chain,
    private readonly orders: readonly Asked[],
    open: number,
  ) {
    this.ring = Array.from({ length: open });
    // Open them all: later in time than nothing, earlier than what is measured.
    for (let n = 0; n < open * 2; n++) this.step(orders[n % orders.length], n * 1_000 - open * 2_000);
  }

  /** Median of the rounds' mean nanoseconds comes from here. */
  run(): number {
    const startedAt = performance.now();
    for (const order of this.orders) this.step(order, this.shift());
    this.round++;
    return ((performance.now() - startedAt) * 1e6) / this.orders.length;
  }

  /** Nanoseconds of single orders, sorted. */
  times(): Float64Array {
    const times = new Float64Array(this.orders.length);
    for (let n = 0; n < times.length; n++) {
      const order = this.orders[n];
      const startedAt = process.hrtime.bigint();
      this.step(order, this.shift());
      times[n] = Number(process.hrtime.bigint() - startedAt);
    }
    this.round++;
    return times.sort();
  }

  private shift(): number {
    return (this.round * ORDERS * 1_000) % DAY_US;
  }

  private step(order: Asked, shiftUs: number): void {
    const oldest = this.ring[this.at];
    if (oldest !== undefined) this.chain.close(oldest);
    const later = { ...order, us: order.us + shiftUs };
    this.ring[this.at] = this.chain.place(later) === 'OK' ? later : undefined;
    this.at = this.at + 1 === this.ring.length ? 0 : this.at + 1;
  }
}

/** Both chains say the same about every order. */
function compare(orders: readonly Asked[]): Record<string, number> {
  const [own, peer] = [new EngineChain(), new ObjectChain()];
  const codes: Record<string, number> = {};
  for (const order of orders) {
    const code = own.place(order);
    strictEqual(peer.place(order), code, JSON.stringify({ ...order, instrument: order.instrument.key }));
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
