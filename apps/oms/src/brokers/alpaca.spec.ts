import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SeededRng, SystemClock } from '@bourseworks/ports';
import type { OrderEvent, RiskEvent, SubmitCommand } from '@bourseworks/order-engine';
import { ALPACA_KEY_ID, ALPACA_SECRET_KEY, AlpacaStandIn, eventually, tempDir } from '@bourseworks/testkit';
import type { AlpacaFault, AlpacaOrder } from '@bourseworks/testkit';
import { AlpacaBroker, DEFAULT_TIMINGS } from '@bourseworks/adapters/alpaca';
import { loadOms, openOms } from '../testing/oms.js';

/** Orders of the random run; more with ALPACA_SOAK=n. */
const ORDERS = 20 * Number(process.env['ALPACA_SOAK'] || 1);
const FAULTS: readonly AlpacaFault[] = ['silence-before', 'silence-after', 'reset-after', '500-after', 'garbage-after'];
const MAX_STEPS = 100_000;

beforeAll(loadOms);

function brokerOf(url: string): AlpacaBroker {
  const config = {
    keyId: ALPACA_KEY_ID,
    secretKey: ALPACA_SECRET_KEY,
    environment: 'paper',
    tradingUrl: url,
    streamUrl: `${url.replace(/^http/, 'ws')}/stream`,
    account: 'A',
    symbols: ['AAPL'],
    crypto: [],
    subDollar: [],
    requestTimeoutMs: 150,
    requestsPerMinute: 10_000,
  } as const;
  const timings = { ...DEFAULT_TIMINGS, consistencyHorizonUs: 20_000, backoff: { firstMs: 5, maxMs: 50 } };
  return new AlpacaBroker(config, new SystemClock(), timings);
}

/** The OMS on the adapter, over real sockets; what it said over all its lives. */
class Desk {
  readonly events: OrderEvent[] = [];
  readonly alarms: RiskEvent[] = [];
  private sequence = 0;
  private oms: ReturnType<typeof openOms>;

  constructor(
    private readonly url: string,
    private readonly directory = tempDir(),
  ) {
    this.oms = this.open();
  }

  get engine() {
    return this.oms.core.engine;
  }

  async ready(): Promise<void> {
    await eventually(() => this.oms.brokers.waitingFor.length === 0, { what: 'the OMS to be ready' });
  }

  /** Sends an order, or a change of one, once it is taken; answers with the order's id. */
  async submit(terms: Partial<SubmitCommand> = {}): Promise<string> {
    const plain = { side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', quantity: '10', price: '100' } as const;
    return eventually(async () => {
      await this.ready();
      const command = { ...this.command(), venue: 'alpaca', symbol: 'AAPL', ...plain, ...terms };
      const reply = await this.oms.core.command((engine, nowUs) => engine.submit(command, nowUs));
      return reply.code === undefined ? reply.clOrdId : undefined;
    });
  }

  async cancel(clOrdId: string): Promise<string | undefined> {
    const command = { ...this.command(), clOrdId };
    return (await this.oms.core.command((engine, nowUs) => engine.cancel(command, nowUs))).code;
  }

  async replace(clOrdId: string, quantity: string, price: string): Promise<string | undefined> {
    const command = { ...this.command(), clOrdId, quantity, price };
    return (await this.oms.core.command((engine, nowUs) => engine.replace(command, nowUs))).code;
  }

  statusOf(clOrdId: string): string | undefined {
    return this.engine.status({ account: 'A', strategy: 's', clOrdId })?.ordStatus;
  }

  /** Quantity by the key of each fill that was booked. */
  fills(): Map<string, number> {
    const fills = new Map<string, number>();
    for (const { execType, execId, lastQty } of this.events) {
      if (execType !== 'Trade' || execId === undefined) continue;
      if (fills.has(execId)) throw new Error(`${execId} was booked twice`);
      fills.set(execId, Number(lastQty));
    }
    return fills;
  }

  /** Until events have left: they do once they are durable. */
  quiet(): Promise<boolean> {
    return this.oms.core.quiet();
  }

  async restart(): Promise<void> {
    await this.close();
    this.oms = this.open();
  }

  async close(): Promise<void> {
    await this.oms.brokers.close();
    await this.oms.core.close();
  }

  private command() {
    return { commandId: `s-1-${++this.sequence}`, account: 'A', strategy: 's', sentUs: Date.now() * 1_000 };
  }

  private open() {
    const oms = openOms(
      this.directory,
      brokerOf(this.url),
      {},
      {
        venues: ['alpaca'],
        replaces: true,
        event: (event) => this.events.push(event),
        risk: (event) => this.alarms.push(event),
      },
    );
    oms.brokers.start();
    oms.brokers.watch();
    return oms;
  }
}

const keysOf = (standIn: AlpacaStandIn): string[] =>
  standIn.venue.fills.map((fill) => `${fill.order_id}:${fill.cum_qty}`).sort();

describe('The OMS on Alpaca', () => {
  let standIn: AlpacaStandIn;
  let desk: Desk;

  beforeEach(async () => {
    standIn = await AlpacaStandIn.start();
    desk = new Desk(standIn.url);
    await desk.ready();
  });
  afterEach(async () => {
    await desk.close();
    await standIn.close();
  });

  it('sees an order through: taken, changed, filled in parts', async () => {
    const clOrdId = await desk.submit();
    await eventually(() => desk.statusOf(clOrdId) === 'New');
    standIn.venue.fill(standIn.venue.ordered(clOrdId).id, '4', '100');
    await eventually(() => desk.statusOf(clOrdId) === 'PartiallyFilled');
    expect(await desk.replace(clOrdId, '12', '101')).toBeUndefined();
    await eventually(() => standIn.venue.orders.size === 2);
    const [, replaced] = standIn.venue.orders.values();
    standIn.venue.fill(replaced.id, '8', '101');
    await eventually(() => desk.statusOf(clOrdId) === 'Filled');
    await desk.quiet();
    expect([...desk.fills().keys()].sort()).toEqual(keysOf(standIn));
    expect(desk.alarms.map(({ code }) => code)).toEqual([]);
  });

  it('finds out what became of an order whose answer was lost', async () => {
    standIn.faultNext('POST', 'silence-after');
    const there = await desk.submit();
    await eventually(() => desk.statusOf(there) === 'New');
    standIn.faultNext('POST', 'silence-before');
    const gone = await desk.submit();
    await eventually(() => desk.statusOf(gone) === 'Rejected');
    expect(standIn.venue.orders.size).toBe(1);
  });

  it('books what was filled and ended while it was not running', async () => {
    const clOrdId = await desk.submit();
    const other = await desk.submit();
    await eventually(() => desk.statusOf(clOrdId) === 'New' && desk.statusOf(other) === 'New');
    await desk.replace(clOrdId, '12', '101');
    await eventually(() => standIn.venue.orders.size === 3);
    await desk.close();
    const replaced = [...standIn.venue.orders.values()].find(({ replaces }) => replaces !== null);
    standIn.venue.fill(replaced?.id ?? '', '5', '101');
    standIn.venue.fill(standIn.venue.ordered(other).id, '3', '100');
    standIn.venue.end(standIn.venue.ordered(other).id, 'canceled');
    const again = new Desk(standIn.url, desk['directory']);
    await again.ready();
    expect(again.statusOf(clOrdId)).toBe('PartiallyFilled');
    expect(again.statusOf(other)).toBe('Canceled');
    desk = again;
    await again.quiet();
    expect([...again.fills().keys()].sort()).toEqual(keysOf(standIn));
  });

  it('has each fill once and knows how each order ended, whatever breaks when', async () => {
    const rng = new SeededRng(Number(process.env['ALPACA_SEED'] || 3));
    const { venue } = standIn;
    const mine: string[] = [];
    const live = (order: AlpacaOrder) => ['new', 'partially_filled', 'pending_replace'].includes(order.status);
    const settle = (): void => {
      for (const { id } of venue.unsettled) venue.settleReplace(id, rng.integer(3) > 0);
    };
    const shake = async (): Promise<void> => {
      const order = [...venue.orders.values()].filter(live).at(rng.integer(3) - 3);
      if (order !== undefined && rng.integer(2) === 0)
        venue.fill(order.id, rng.integer(3) === 0 ? '0.25' : '0.5', '100');
      const clOrdId = mine[rng.integer(mine.length)];
      venue.holdReplaces = rng.integer(3) === 0;
      if (rng.integer(3) === 0) settle();
      if (rng.integer(6) === 0) standIn.faultNext(['POST', 'PATCH', 'DELETE'][rng.integer(3)], FAULTS[rng.integer(5)]);
      if (rng.integer(6) === 0) await desk.cancel(clOrdId);
      if (rng.integer(6) === 0) await desk.replace(clOrdId, String(8 + rng.integer(8)), String(95 + rng.integer(10)));
      if (rng.integer(8) === 0) standIn.cutStreams();
      if (rng.integer(15) === 0) standIn.cut();
      if (rng.integer(25) === 0) await desk.restart();
    };
    for (let n = 0; n < ORDERS; n++) {
      mine.push(await desk.submit());
      for (let step = rng.integer(8); step > 0; step--) await shake();
    }
    await desk.ready();
    for (let step = 0; ; step++) {
      if (step > MAX_STEPS) throw new Error('orders stay open');
      settle();
      await desk.ready();
      const open = desk.engine.openOrders();
      if (open.length === 0) break;
      for (const { clOrdId } of open) await desk.cancel(clOrdId);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await desk.quiet();
    expect([...venue.orders.values()].filter(live)).toEqual([]);
    expect([...desk.fills().keys()].sort()).toEqual(keysOf(standIn));
    const filled = [...desk.fills().values()].reduce((sum, quantity) => sum + quantity, 0);
    const position = await brokerPosition(standIn);
    expect(filled).toBe(position);
    // A fill that was told twice and differently, or that nobody told of, would be alarmed.
    const wrong = new Set(['ORDER_FILL_CONFLICT', 'ORDER_ADJUSTED', 'ORDER_CUM_MISMATCH', 'ORDER_UNKNOWN']);
    expect(desk.alarms.filter(({ code }) => wrong.has(String(code)))).toEqual([]);
  }, 60_000);
});

/** Shares that are held at the venue, in units. */
async function brokerPosition(standIn: AlpacaStandIn): Promise<number> {
  const broker = brokerOf(standIn.url);
  const [position] = (await broker.positions('A')) ?? [];
  await broker.close();
  return position?.quantity ?? 0;
}
