import assert from 'node:assert/strict';
import { all, controls, faults, replaces, type ContractCase } from '../contract-case.js';

export const REPLACES: readonly ContractCase[] = [
  {
    id: 'EX-300',
    title: 'price and quantity of a resting order are replaced under a new id',
    excused: replaces,
    run: async (t) => {
      const order = await t.resting();
      const id = t.newId();
      const price = order.terms.price - t.instrument.tickSize;
      const quantity = order.terms.quantity - t.instrument.lotSize;
      t.broker.replace(order, id, { ...order.terms, price, quantity });
      const report = await t.seen(id, 'Replaced');
      assert.deepEqual([report.clOrdId, report.origClOrdId], [id, order.clOrdId]);
      assert.deepEqual([report.orderQty, report.price], [quantity, price]);
      const state = await t.truth(id);
      assert.deepEqual([state?.open, state?.leavesQty], [true, quantity]);
      if (t.harness.tells.openTerms) assert.equal(state?.terms?.price, price);
    },
  },
  {
    id: 'EX-301',
    title: 'fills go on under the new id, and those of before stay counted',
    excused: all(replaces, controls('fill')),
    run: async (t) => {
      const order = await t.resting();
      const { lotSize } = t.instrument;
      await t.control('fill')(order, lotSize);
      await t.seen(order.clOrdId, 'Trade');
      const id = t.newId();
      const terms = { ...order.terms, quantity: order.terms.quantity + lotSize };
      t.broker.replace(order, id, terms);
      await t.seen(id, 'Replaced');
      await t.control('fill')({ ...order, clOrdId: id, terms }, lotSize);
      const fill = await t.seen(id, 'Trade');
      assert.deepEqual([fill.lastQty, fill.cumQty], [lotSize, 2 * lotSize]);
      const state = await t.truth(id);
      assert.deepEqual([state?.cumQty, state?.leavesQty], [2 * lotSize, terms.quantity - 2 * lotSize]);
    },
  },
  {
    id: 'EX-302',
    title: 'a replace of a closed order is refused with a code',
    excused: replaces,
    run: async (t) => {
      const order = await t.resting();
      t.broker.cancel(order, t.newId());
      await t.seen(order.clOrdId, 'Canceled');
      const id = t.newId();
      t.broker.replace(order, id, { ...order.terms, quantity: order.terms.quantity + t.instrument.lotSize });
      const report = await t.seen(id, 'ReplaceRejected');
      assert.equal(report.origClOrdId, order.clOrdId);
      assert.ok(report.code);
    },
  },
  {
    id: 'EX-303',
    title: 'a replace of an order that the venue does not know is refused with a code',
    excused: replaces,
    run: async (t) => {
      const order = t.order();
      const id = t.newId();
      t.broker.replace(order, id, { ...order.terms, quantity: order.terms.quantity + t.instrument.lotSize });
      assert.ok((await t.seen(id, 'ReplaceRejected')).code);
      assert.equal(await t.truth(id), undefined);
    },
  },
  {
    id: 'EX-304',
    title: 'a chain of replaces: the last one is cancelled by its id',
    excused: replaces,
    run: async (t) => {
      const order = await t.resting();
      const [second, third] = [t.newId(), t.newId()];
      const { lotSize } = t.instrument;
      const more = { ...order.terms, quantity: order.terms.quantity + lotSize };
      const most = { ...order.terms, quantity: order.terms.quantity + 2 * lotSize };
      t.broker.replace(order, second, more);
      await t.seen(second, 'Replaced');
      t.broker.replace({ ...order, clOrdId: second, terms: more }, third, most);
      const report = await t.seen(third, 'Replaced');
      assert.equal(report.origClOrdId, second);
      t.broker.cancel({ ...order, clOrdId: third, terms: most }, t.newId());
      await t.seen(third, 'Canceled');
      assert.deepEqual(await t.ask(() => t.broker.openOrders(t.account)), []);
    },
  },
  {
    id: 'EX-305',
    title: 'a refused replace leaves the order as it was',
    excused: replaces,
    run: async (t) => {
      const order = await t.resting();
      const id = t.newId();
      t.broker.replace(order, id, { ...order.terms, quantity: t.instrument.maxQuantity * 2 });
      assert.ok((await t.seen(id, 'ReplaceRejected')).code);
      const state = await t.truth(order.clOrdId);
      assert.deepEqual([state?.open, state?.leavesQty], [true, order.terms.quantity]);
    },
  },
  {
    id: 'EX-306',
    title: 'a replace to what is filled already leaves nothing open, or is refused',
    excused: all(replaces, controls('fill')),
    run: async (t) => {
      const order = await t.resting();
      const part = 2 * t.instrument.lotSize;
      await t.control('fill')(order, part);
      await t.seen(order.clOrdId, 'Trade');
      const id = t.newId();
      t.broker.replace(order, id, { ...order.terms, quantity: part });
      const report = await t.seen(id, 'Replaced', 'ReplaceRejected');
      const state = await t.truth(report.execType === 'Replaced' ? id : order.clOrdId);
      assert.equal(state?.cumQty, part);
      assert.equal(state.open, report.execType === 'ReplaceRejected');
    },
  },
  {
    id: 'EX-310',
    title: 'a replace that was done and never answered is not reported as refused; the truth is found',
    excused: all(replaces, faults('drop-after')),
    run: async (t) => {
      const order = await t.resting();
      const quantity = order.terms.quantity + t.instrument.lotSize;
      await t.control('failNext')('replace', 'drop-after');
      const id = t.newId();
      t.broker.replace(order, id, { ...order.terms, quantity });
      await t.seen(id, 'Unknown', 'Replaced');
      await t.up();
      assert.deepEqual(t.sink.of(id, 'ReplaceRejected'), []);
      assert.equal((await t.truth(id))?.leavesQty, quantity);
    },
  },
  {
    id: 'EX-311',
    title: 'a replace that never reached the venue is not reported as refused; the order is as it was',
    excused: all(replaces, faults('drop-before')),
    run: async (t) => {
      const order = await t.resting();
      await t.control('failNext')('replace', 'drop-before');
      const id = t.newId();
      t.broker.replace(order, id, { ...order.terms, quantity: order.terms.quantity + t.instrument.lotSize });
      await t.seen(id, 'Unknown');
      await t.up();
      assert.equal((await t.truth(order.clOrdId))?.leavesQty, order.terms.quantity);
    },
  },
  {
    id: 'EX-320',
    title: 'where the venue does not replace, a replace is refused here and never sent',
    excused: ({ capabilities }) => (capabilities.replace ? 'the venue replaces in place' : undefined),
    run: async (t) => {
      const order = await t.resting();
      const before = (await t.control('commands', true)?.())?.length;
      const id = t.newId();
      t.broker.replace(order, id, { ...order.terms, quantity: order.terms.quantity + t.instrument.lotSize });
      assert.ok((await t.seen(id, 'ReplaceRejected')).code);
      assert.equal((await t.control('commands', true)?.())?.length, before);
      assert.equal((await t.truth(order.clOrdId))?.leavesQty, order.terms.quantity);
    },
  },
];
