import assert from 'node:assert/strict';
import { controls, faults, type ContractCase } from '../contract-case.js';
import type { VenueFault } from '../harness.js';
import type { Trial } from '../trial.js';

/** An order whose answer fails: never rejected; what the venue has is found, and it has it once at most. */
async function inDoubt(t: Trial, fault: VenueFault): Promise<void> {
  await t.control('failNext')('submit', fault);
  const order = t.order();
  t.broker.submit(order);
  const arrived = fault !== 'drop-before';
  // The venue's own report may be quicker than the finding that no answer comes.
  await (arrived ? t.seen(order.clOrdId, 'Unknown', 'New') : t.seen(order.clOrdId, 'Unknown'));
  if (fault === 'delay-after') await t.answersOver();
  await t.up();
  const state = await t.truth(order.clOrdId);
  assert.equal(state !== undefined, arrived);
  if (arrived) assert.deepEqual([state?.open, state?.leavesQty], [true, order.terms.quantity]);
  assert.deepEqual(t.sink.of(order.clOrdId, 'Rejected'), []);
  await t.acceptedAtMostOnce(order.clOrdId);
}

const TITLES: Readonly<Record<VenueFault, string>> = {
  'drop-before': 'the connection breaks before the venue has the order',
  'drop-after': 'the connection breaks once the venue has the order',
  'error-after': 'the venue takes the order and answers with a fault of its own',
  'unreadable-after': 'the venue takes the order and its answer cannot be read',
  'delay-after': 'the venue takes the order and its answer does not come in time',
};

const submits = (Object.keys(TITLES) as VenueFault[]).map((fault, index): ContractCase => ({
  id: `EX-${410 + index}`,
  title: `${TITLES[fault]}: unknown, never rejected, and the truth is found`,
  excused: faults(fault),
  run: (t) => inDoubt(t, fault),
}));

export const DOUBT: readonly ContractCase[] = [
  {
    id: 'EX-400',
    title: 'an order that the venue rejects: one report, coded, and nothing is open',
    excused: controls('rejectNext'),
    run: async (t) => {
      await t.control('rejectNext')();
      const order = t.order();
      t.broker.submit(order);
      const report = await t.seen(order.clOrdId, 'Rejected');
      assert.equal(report.ordStatus, 'Rejected');
      assert.ok(report.code);
      await t.quiet();
      assert.deepEqual(t.types(order.clOrdId), ['Rejected']);
      const state = await t.truth(order.clOrdId);
      assert.notEqual(state?.open, true);
    },
  },
  {
    id: 'EX-401',
    title: 'a price of nothing is rejected with a code',
    run: async (t) => {
      const order = t.order({ price: 0 });
      t.broker.submit(order);
      assert.ok((await t.seen(order.clOrdId, 'Rejected')).code);
    },
  },
  {
    id: 'EX-402',
    title: 'a quantity beyond the instrument’s bounds is rejected with a code',
    run: async (t) => {
      const order = t.order({ quantity: t.instrument.maxQuantity * 2 });
      t.broker.submit(order);
      assert.ok((await t.seen(order.clOrdId, 'Rejected')).code);
    },
  },
  {
    id: 'EX-403',
    title: 'after a rejection the next order is taken as if nothing had been',
    run: async (t) => {
      const bad = t.order({ price: 0 });
      t.broker.submit(bad);
      await t.seen(bad.clOrdId, 'Rejected');
      await t.resting();
    },
  },
  ...submits,
  {
    id: 'EX-420',
    title: 'what becomes of an order in doubt is reported late, once',
    excused: (harness) => faults('drop-after')(harness) ?? controls('fill')(harness),
    run: async (t) => {
      await t.control('failNext')('submit', 'drop-after');
      const order = t.order();
      t.broker.submit(order);
      await t.seen(order.clOrdId, 'Unknown', 'New');
      await t.up();
      await t.control('fill')(order, order.terms.quantity);
      await t.seen(order.clOrdId, 'Trade');
      await t.quiet();
      assert.equal(t.sink.fills(order.clOrdId).length, 1);
    },
  },
  {
    id: 'EX-421',
    title: 'an order that is sent while the link is down is not lost sight of, and not there',
    excused: controls('refuseLink'),
    run: async (t) => {
      await t.control('refuseLink')(true);
      await t.until(() => !t.sink.isUp, 'the link to be down');
      const order = t.order();
      t.broker.submit(order);
      await t.seen(order.clOrdId, 'Unknown', 'Rejected');
      await t.control('refuseLink')(false);
      await t.up();
      assert.equal(await t.truth(order.clOrdId), undefined);
    },
  },
  {
    id: 'EX-422',
    title: 'an order sent twice with one id is there once, and is not called rejected',
    excused: ({ capabilities }) => (capabilities.uniqueClOrdId ? undefined : 'the venue does not keep ids unique'),
    run: async (t) => {
      const order = await t.resting();
      t.broker.submit(order);
      await t.quiet();
      const state = await t.truth(order.clOrdId);
      assert.equal(state?.open, true);
      assert.deepEqual(t.sink.of(order.clOrdId, 'Rejected'), []);
      assert.equal((await t.ask(() => t.broker.openOrders(t.account))).length, 1);
      await t.acceptedAtMostOnce(order.clOrdId);
    },
  },
  {
    id: 'EX-423',
    title: 'an order in doubt that is sent again with its id is there once',
    excused: (harness) =>
      faults('drop-after')(harness) ??
      (harness.capabilities.uniqueClOrdId ? undefined : 'the venue does not keep ids unique'),
    run: async (t) => {
      await t.control('failNext')('submit', 'drop-after');
      const order = t.order();
      t.broker.submit(order);
      await t.seen(order.clOrdId, 'Unknown', 'New');
      await t.up();
      t.broker.submit(order);
      await t.quiet();
      assert.equal((await t.truth(order.clOrdId))?.open, true);
      assert.deepEqual(t.sink.of(order.clOrdId, 'Rejected'), []);
      await t.acceptedAtMostOnce(order.clOrdId);
    },
  },
];
