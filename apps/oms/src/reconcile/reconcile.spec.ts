import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ExecutionReport } from '@bourseworks/domain';
import type { BrokerBalance, BrokerOrderState, BrokerPosition } from '@bourseworks/ports';
import { eventually, tempDir } from '@bourseworks/testkit';
import { buy, FakeBroker, instrument, loadOms, openOms, type OmsExtras } from '../testing/oms.js';

beforeAll(loadOms);

/** A venue that keeps books of its own. */
class BookBroker extends FakeBroker {
  held = 0;
  averagePx = 0;
  cash = 10n ** 24n;
  /** Runs before positions are told. */
  onPositions: () => void = () => undefined;

  override positions(): Promise<readonly BrokerPosition[]> {
    this.onPositions();
    const { held: quantity, averagePx } = this;
    return Promise.resolve(quantity === 0 ? [] : [{ instrument, quantity, averagePx }]);
  }
  override balances(): Promise<readonly BrokerBalance[]> {
    return Promise.resolve([{ currency: 'USD', total: this.cash }]);
  }
}

const MANUAL: BrokerOrderState = {
  clOrdId: 'by-hand',
  venueOrderId: 'v9',
  cumQty: 400,
  leavesQty: 600,
  open: true,
  instrument,
  terms: { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 1_000, price: 1_000 },
  acceptedUs: 5,
};
const FILL: ExecutionReport = {
  clOrdId: 'by-hand',
  venueOrderId: 'v9',
  execId: 'x1',
  execType: 'Trade',
  lastQty: 400,
  lastPx: 1_000,
  cumQty: 400,
  us: 9,
  ns: 0,
};

async function started(broker: FakeBroker, policies: OmsExtras = {}, directory = tempDir()) {
  const oms = openOms(directory, broker, {}, policies);
  oms.brokers.start();
  await eventually(() => oms.brokers.waitingFor.length === 0);
  const close = async (): Promise<void> => {
    await oms.brokers.close();
    await oms.core.close();
  };
  return { ...oms, close, directory, report: () => oms.reconciler.reports[0] };
}

const held = ({ core }: Awaited<ReturnType<typeof started>>): number =>
  core.engine.portfolio.accountQuantity('A', 'v/X');

describe('Positions that differ from the broker’s', () => {
  it('are brought to it by an adjustment before orders are taken, and stay so after a restart', async () => {
    const broker = Object.assign(new BookBroker(), { held: 1_500, averagePx: 990 });
    const oms = await started(broker);
    expect(held(oms)).toBe(1_500);
    expect(oms.report()).toMatchObject({
      trigger: 'start',
      positions: [{ account: 'A', ours: 0, broker: 1_500, action: 'adjusted' }],
    });
    expect(oms.core.engine.portfolio.positions({ account: 'A' })).toMatchObject([
      { strategy: 'outside', quantity: 1_500 },
    ]);
    await oms.close();
    const again = await started(Object.assign(new BookBroker(), { held: 1_500 }), {}, oms.directory);
    expect(held(again)).toBe(1_500);
    expect(again.report()?.positions).toEqual([]);
    await again.close();
  });

  it('are flagged, and nothing is changed, where the policy says so', async () => {
    const oms = await started(Object.assign(new BookBroker(), { held: 7 }), { positions: 'flag' });
    expect(held(oms)).toBe(0);
    expect(oms.report()?.positions).toMatchObject([{ ours: 0, broker: 7, action: 'flagged' }]);
    await oms.close();
  });

  it('are only told where the venue forgets its books', async () => {
    const broker = Object.assign(new BookBroker(), { held: 7 });
    Object.assign(broker.capabilities, { volatileBooks: true });
    const oms = await started(broker);
    expect(held(oms)).toBe(0);
    expect(oms.report()?.positions).toMatchObject([{ action: 'told' }]);
    await oms.close();
  });

  it('are left alone while they move between two looks', async () => {
    const broker = Object.assign(new BookBroker(), { held: 5 });
    broker.onPositions = () => {
      broker.held++;
    };
    const oms = await started(broker);
    expect(held(oms)).toBe(0);
    expect(oms.report()?.positions).toEqual([]);
    await oms.close();
  });

  it('keep the OMS closed while the broker cannot be asked', async () => {
    const broker = new BookBroker();
    let refused = 0;
    broker.onPositions = () => {
      if (refused++ < 2) throw new Error('away');
    };
    const oms = openOms(tempDir(), broker);
    oms.brokers.start();
    await eventually(() => refused === 1);
    expect(oms.brokers.waitingFor).toEqual(['fake: reconciling']);
    const reply = await oms.core.command((engine, nowUs) => engine.submit(buy(1), nowUs));
    expect(reply.code).toBe('OMS_RECONCILING');
    await eventually(() => oms.brokers.waitingFor.length === 0);
    await oms.brokers.close();
    await oms.core.close();
  });
});

describe('Cash that differs from the broker’s', () => {
  it('is flagged once for each difference, and never changed', async () => {
    const broker = Object.assign(new BookBroker(), { cash: 10n ** 24n + 5n });
    const oms = await started(broker);
    const sequence = oms.core.engine.lastSequence;
    expect(oms.report()?.cash).toMatchObject([{ currency: 'USD', ours: 10n ** 24n, broker: 10n ** 24n + 5n }]);
    await oms.brokers.reconcileNow('fake');
    expect(oms.core.engine.lastSequence).toBe(sequence);
    broker.cash += 1n;
    await oms.brokers.reconcileNow('fake');
    expect(oms.core.engine.lastSequence).toBe(sequence + 1);
    expect(oms.core.engine.portfolio.snapshot('A')?.cash).toBe(10n ** 24n);
    await oms.close();
  });
});

describe('Orders placed past the OMS', () => {
  it('are flagged once, and their fills left to the comparison of positions', async () => {
    const broker = new BookBroker();
    const oms = await started(broker, { outside: 'flag', positions: 'flag' });
    broker.known.set('by-hand', MANUAL);
    broker.fills.push(FILL);
    broker.held = 400;
    const { outside } = await oms.brokers.reconcileNow('fake');
    expect(outside).toMatchObject([{ clOrdId: 'by-hand', action: 'flagged', quantity: 1_000, cumQty: 400 }]);
    const sequence = oms.core.engine.lastSequence;
    await oms.brokers.reconcileNow('fake');
    expect(oms.core.engine.openOrders()).toEqual([]);
    // The difference of the position is flagged anew, the order is not.
    expect(oms.core.engine.lastSequence).toBe(sequence + 1);
    await oms.close();
  });

  it('are taken over with their fills, go on by reports, can be cancelled, and are there after a restart', async () => {
    const broker = new BookBroker();
    const oms = await started(broker, { outside: 'adopt' });
    broker.known.set('by-hand', MANUAL);
    broker.fills.push(FILL);
    broker.held = 400;
    const report = await oms.brokers.reconcileNow('fake');
    expect(report).toMatchObject({ outside: [{ action: 'adopted' }], positions: [] });
    expect(oms.core.engine.openOrders()).toMatchObject([
      { clOrdId: 'by-hand', strategy: 'outside', cumQty: 400, leavesQty: 600, ordStatus: 'PartiallyFilled' },
    ]);
    broker.sink?.report({ ...FILL, execId: 'x2', lastQty: 100, cumQty: 500 });
    expect(held(oms)).toBe(500);
    const cancel = { commandId: 'm1', account: 'A', strategy: 'manual', sentUs: oms.core.nowUs, clOrdId: 'by-hand' };
    expect((await oms.core.command((engine, nowUs) => engine.cancel(cancel, nowUs))).code).toBeUndefined();
    await oms.core.quiet();
    expect(broker.sent).toEqual(['cancel']);
    await oms.close();
    const later = new BookBroker();
    later.held = 500;
    later.fills.push(FILL, { ...FILL, execId: 'x2', lastQty: 100, cumQty: 500 });
    later.known.set('by-hand', { ...MANUAL, cumQty: 500, leavesQty: 0, open: false });
    const again = await started(later, { outside: 'adopt' }, oms.directory);
    expect([held(again), again.core.engine.openOrders()]).toEqual([500, []]);
    await again.close();
  });

  it('which were filled and closed meanwhile are found by their fills', async () => {
    const broker = new BookBroker();
    const oms = await started(broker, { outside: 'adopt' });
    broker.known.set('by-hand', { ...MANUAL, cumQty: 400, leavesQty: 0, open: false });
    broker.fills.push({ ...FILL, us: oms.core.nowUs });
    broker.held = 400;
    const report = await oms.brokers.reconcileNow('fake');
    expect(report.outside).toMatchObject([{ clOrdId: 'by-hand', action: 'adopted' }]);
    expect(report.positions).toEqual([]);
    expect(held(oms)).toBe(400);
    await oms.close();
  });

  it('are looked for when the broker reports about one', async () => {
    const broker = new BookBroker();
    const oms = await started(broker, { outside: 'adopt' });
    broker.known.set('by-hand', { ...MANUAL, cumQty: 0, leavesQty: 1_000 });
    broker.sink?.report({ clOrdId: 'by-hand', venueOrderId: 'v9', execId: '', execType: 'New', us: 1, ns: 0 });
    oms.brokers.watch();
    await eventually(() => oms.core.engine.openOrders().length === 1, { timeoutMs: 20_000 });
    await oms.close();
  }, 30_000);
});
