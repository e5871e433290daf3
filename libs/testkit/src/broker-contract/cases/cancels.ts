import assert from 'node:assert/strict';
import { all, controls, faults, type ContractCase } from '../contract-case.js';

export const CANCELS: readonly ContractCase[] = [
  {
    id: 'EX-200',
    title: 'a resting order is cancelled, and the report answers to the cancel’s id',
    run: async (t) => {
      const order = await t.resting();
      const cancelId = t.newId();
      t.broker.cancel(order, cancelId);
      const report = await t.seen(order.clOrdId, 'Canceled');
      assert.deepEqual([report.clOrdId, report.origClOrdId], [cancelId, order.clOrdId]);
      assert.equal(report.leavesQty ?? 0, 0);
      const state = await t.truth(order.clOrdId);
      assert.deepEqual([state?.open, state?.cumQty], [false, 0]);
    },
  },
  {
    id: 'EX-201',
    title: 'a part-filled order that is cancelled keeps what it has',
    excused: controls('fill'),
    run: async (t) => {
      const order = await t.resting();
      await t.control('fill')(order, t.instrument.lotSize);
      await t.seen(order.clOrdId, 'Trade');
      t.broker.cancel(order, t.newId());
      await t.seen(order.clOrdId, 'Canceled');
      const state = await t.truth(order.clOrdId);
      assert.deepEqual([state?.open, state?.cumQty], [false, t.instrument.lotSize]);
    },
  },
  {
    id: 'EX-202',
    title: 'a cancel that comes after the fill is refused, with a code, and ends nothing',
    excused: controls('fill'),
    run: async (t) => {
      const order = await t.resting();
      await t.control('fill')(order, order.terms.quantity);
      await t.seen(order.clOrdId, 'Trade');
      const cancelId = t.newId();
      t.broker.cancel(order, cancelId);
      const report = await t.seen(cancelId, 'CancelRejected');
      assert.equal(report.origClOrdId, order.clOrdId);
      assert.ok(report.code);
      assert.deepEqual(t.sink.of(order.clOrdId, 'Canceled'), []);
    },
  },
  {
    id: 'EX-203',
    title: 'a cancel of an order that the venue does not know is refused with a code',
    run: async (t) => {
      const cancelId = t.newId();
      t.broker.cancel(t.order(), cancelId);
      const report = await t.seen(cancelId, 'CancelRejected');
      assert.ok(report.code === 'ORDER_UNKNOWN' || report.code === 'ORDER_CLOSED', report.code);
    },
  },
  {
    id: 'EX-204',
    title: 'a cancel on the heels of its order: in the end nothing is open',
    run: async (t) => {
      const order = t.order();
      t.broker.submit(order);
      t.broker.cancel(order, t.newId());
      await t.seen(order.clOrdId, 'Canceled', 'CancelRejected');
      // A venue may see the cancel first and refuse it: then a second one works.
      if (t.sink.of(order.clOrdId, 'Canceled').length === 0) {
        await t.seen(order.clOrdId, 'New');
        t.broker.cancel(order, t.newId());
      }
      await t.seen(order.clOrdId, 'Canceled');
      assert.equal((await t.truth(order.clOrdId))?.open, false);
    },
  },
  {
    id: 'EX-205',
    title: 'of two cancels of one order one works, the other is refused',
    run: async (t) => {
      const order = await t.resting();
      const [first, second] = [t.newId(), t.newId()];
      t.broker.cancel(order, first);
      t.broker.cancel(order, second);
      await t.seen(order.clOrdId, 'Canceled');
      await t.until(() => t.sink.of(order.clOrdId, 'Canceled', 'CancelRejected').length === 2, 'both answers');
      assert.equal(t.sink.of(order.clOrdId, 'CancelRejected').length, 1);
    },
  },
  {
    id: 'EX-206',
    title: 'a fill that crosses the cancel: what was filled and what was cancelled make the whole',
    excused: controls('fill'),
    run: async (t) => {
      const order = await t.resting();
      const filling = t
        .control('fill')(order, t.instrument.lotSize)
        .catch(() => undefined);
      t.broker.cancel(order, t.newId());
      await filling;
      await t.seen(order.clOrdId, 'Canceled');
      await t.quiet();
      const state = await t.truth(order.clOrdId);
      const filled = t.sink.fills(order.clOrdId).reduce((sum, { lastQty = 0 }) => sum + lastQty, 0);
      assert.deepEqual([state?.open, state?.cumQty], [false, filled]);
    },
  },
  {
    id: 'EX-210',
    title: 'a cancel whose connection breaks before the venue has it is not reported as refused; the order lives',
    excused: faults('drop-before'),
    run: async (t) => {
      const order = await t.resting();
      await t.control('failNext')('cancel', 'drop-before');
      const cancelId = t.newId();
      t.broker.cancel(order, cancelId);
      await t.seen(cancelId, 'Unknown');
      await t.up();
      assert.deepEqual(t.sink.of(order.clOrdId, 'CancelRejected'), []);
      assert.equal((await t.truth(order.clOrdId))?.open, true);
    },
  },
  {
    id: 'EX-211',
    title: 'a cancel that was done and never answered is not reported as refused; the truth is found',
    excused: faults('drop-after'),
    run: async (t) => {
      const order = await t.resting();
      await t.control('failNext')('cancel', 'drop-after');
      t.broker.cancel(order, t.newId());
      await t.seen(order.clOrdId, 'Unknown', 'Canceled');
      await t.up();
      assert.deepEqual(t.sink.of(order.clOrdId, 'CancelRejected'), []);
      assert.equal((await t.truth(order.clOrdId))?.open, false);
    },
  },
  {
    id: 'EX-212',
    title: 'a cancel that is answered with a fault of the venue is not reported as refused',
    excused: all(faults('error-after')),
    run: async (t) => {
      const order = await t.resting();
      await t.control('failNext')('cancel', 'error-after');
      t.broker.cancel(order, t.newId());
      await t.seen(order.clOrdId, 'Unknown', 'Canceled');
      await t.up();
      assert.deepEqual(t.sink.of(order.clOrdId, 'CancelRejected'), []);
      assert.equal((await t.truth(order.clOrdId))?.open, false);
    },
  },
];
