import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ExecutionReport } from '@bourseworks/domain';
import type { BrokerBalance, BrokerOrderState, BrokerPosition } from '@bourseworks/ports';
import { eventually, tempDir } from '@bourseworks/testkit';
import { buy, FakeBroker, instrument, loadOms, openOms, resting, type OmsExtras } from '../testing/oms.js';

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

/** An order that rests at the broker. */
async function working({ core }: Awaited<ReturnType<typeof started>>, broker: FakeBroker): Promise<string> {
  broker.onSubmit = ({ clOrdId }) => {
    broker.known.set(clOrdId, resting(clOrdId));
    const { venueOrderId } = resting(clOrdId);
    broker.sink?.report({ clOrdId, venueOrderId, execId: '', execType: 'New', us: 1, ns: 0 });
  };
  const { clOrdId } = await core.command((engine, nowUs) => engine.submit(buy(1), nowUs));
  await core.quiet();
  broker.onSubmit = () => undefined;
  return clOrdId;
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
  });
});

describe('Orders that the broker has yet to answer', () => {
  it('are not closed by a comparison that finds them nowhere', async () => {
    const broker = new BookBroker();
    const oms = await started(broker);
    const { clOrdId } = await oms.core.command((engine, nowUs) => engine.submit(buy(1), nowUs));
    await oms.core.quiet();
    await oms.brokers.reconcileNow('fake');
    expect(oms.core.engine.openOrders()).toMatchObject([{ clOrdId, ordStatus: 'PendingNew' }]);
    await oms.close();
  });

  it('are not closed by one that began before they were sent', async () => {
    const broker = new BookBroker();
    const oms = await started(broker);
    const first = await working(oms, broker);
    let second = '';
    broker.onQuery = () => {
      broker.onQuery = () => undefined;
      const { reply } = oms.core.perform((engine, nowUs) => engine.submit(buy(2), nowUs));
      second = reply?.clOrdId ?? '';
    };
    await oms.brokers.reconcileNow('fake');
    expect(oms.core.engine.openOrders().map(({ clOrdId }) => clOrdId)).toEqual([first, second]);
    await oms.close();
  });

  it('keep a replace that is on its way', async () => {
    const broker = new BookBroker();
    const oms = await started(broker);
    const clOrdId = await working(oms, broker);
    const replace = { commandId: 'r1', account: 'A', strategy: 's', sentUs: oms.core.nowUs, clOrdId, price: '9.00' };
    await oms.core.command((engine, nowUs) => engine.replace(replace, nowUs));
    await oms.brokers.reconcileNow('fake');
    expect(oms.core.engine.openOrders()).toMatchObject([{ ordStatus: 'PendingReplace', price: 1_000 }]);
    await oms.close();
  });

  it('are not judged by an answer that a report overtook', async () => {
    const broker = new BookBroker();
    const oms = await started(broker);
    const clOrdId = await working(oms, broker);
    broker.known.delete(clOrdId);
    let asked = 0;
    broker.onQuery = () => {
      if (++asked !== 2) return;
      // While the second question is on its way the order trades: what comes back is older than that.
      const fill = { clOrdId, venueOrderId: `v-${clOrdId}`, execId: 'f1', lastQty: 1, lastPx: 1_000 };
      broker.sink?.report({ ...fill, execType: 'Trade', us: 1, ns: 0 });
      broker.known.set(clOrdId, { ...resting(clOrdId), cumQty: 1, leavesQty: 999 });
      broker.held = 1;
    };
    const ask = broker.order.bind(broker);
    broker.order = async (account, id) => {
      const before = broker.known.get(id);
      await ask(account, id);
      return before;
    };
    await oms.brokers.reconcileNow('fake');
    expect(oms.core.engine.openOrders()).toMatchObject([{ clOrdId, cumQty: 1, ordStatus: 'PartiallyFilled' }]);
    await oms.close();
  });
});

describe('Orders that are closed here and open at the broker', () => {
  async function closedHere() {
    const broker = new BookBroker();
    const risks: string[] = [];
    const oms = await started(broker, { outside: 'adopt', risk: ({ message }) => void risks.push(message) });
    const clOrdId = await working(oms, broker);
    broker.sink?.report({ clOrdId, execId: '', execType: 'Canceled', us: 1, ns: 0 });
    expect(oms.core.engine.openOrders()).toEqual([]);
    return { broker, oms, clOrdId, risks };
  }

  it('are open again, with an alarm, and can be cancelled; so after a restart', async () => {
    const { oms, clOrdId, risks, broker } = await closedHere();
    const report = await oms.brokers.reconcileNow('fake');
    expect(report.outside).toEqual([]);
    expect(oms.core.engine.openOrders()).toMatchObject([{ clOrdId, ordStatus: 'New', leavesQty: 1_000 }]);
    await eventually(() => risks.some((message) => message.includes('counts as open again')));
    await oms.close();
    const later = new BookBroker();
    later.known.set(clOrdId, resting(clOrdId));
    const again = await started(later, {}, oms.directory);
    const cancel = { commandId: 'c9', account: 'A', strategy: 's', sentUs: again.core.nowUs, clOrdId };
    expect((await again.core.command((engine, nowUs) => engine.cancel(cancel, nowUs))).code).toBeUndefined();
    await again.core.quiet();
    expect(later.sent).toEqual(['cancel']);
    expect(broker.sent).toEqual([clOrdId]);
    await again.close();
  });

  it('stay closed where only the list was behind', async () => {
    const { oms, broker } = await closedHere();
    const openOrders = broker.openOrders.bind(broker);
    broker.openOrders = async () => {
      const open = await openOrders();
      broker.known.clear();
      return open;
    };
    await oms.brokers.reconcileNow('fake');
    expect(oms.core.engine.openOrders()).toEqual([]);
    await oms.close();
  });

  it('are never taken over a second time once they left memory', async () => {
    const broker = new BookBroker();
    const oms = await started(broker, { outside: 'adopt' });
    broker.known.set('test-s-1-77', { ...MANUAL, clOrdId: 'test-s-1-77', cumQty: 0, leavesQty: 1_000 });
    const { outside } = await oms.brokers.reconcileNow('fake');
    expect(outside).toMatchObject([{ action: 'flagged', reason: expect.stringContaining('one of ours') }]);
    expect(oms.core.engine.openOrders()).toEqual([]);
    await oms.close();
  });
});

describe('An account that two brokers hold', () => {
  it('is not brought to what one of them states', async () => {
    const broker = Object.assign(new BookBroker(), { held: 1_500, averagePx: 990, cash: 5n });
    const other = new BookBroker('other');
    const oms = await started(broker, { others: [other] });
    await oms.brokers.reconcileNow('fake');
    expect(held(oms)).toBe(0);
    const report = oms.report();
    expect([report?.positions, report?.cash, report?.positionsCompared]).toEqual([[], [], 0]);
    expect(report?.notes).toEqual([expect.stringContaining('A is traded at')]);
    await oms.close();
  });
});

describe('A broker that never answers', () => {
  it('does not keep another one’s orders from being looked after', async () => {
    const broker = new BookBroker();
    const silentBroker = new BookBroker('silent');
    const oms = await started(silentBroker, { others: [broker], everyUs: 1 });
    let answer: () => void = () => undefined;
    const late = new Promise<never[]>((resolve) => (answer = () => resolve([])));
    silentBroker.openOrders = () => late;
    const before = oms.reconciler.reports.find(({ adapter }) => adapter === 'fake')?.startedUs ?? 0;
    oms.brokers.watch();
    const later = (): number => oms.reconciler.reports.find(({ adapter }) => adapter === 'fake')?.startedUs ?? 0;
    await eventually(() => later() > before, { timeoutMs: 10_000 });
    answer();
    await oms.close();
  });
});
