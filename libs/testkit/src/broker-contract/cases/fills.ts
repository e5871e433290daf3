import assert from 'node:assert/strict';
import { all, controls, takesMarket, tells, type ContractCase } from '../contract-case.js';

export const FILLS: readonly ContractCase[] = [
  {
    id: 'EX-100',
    title: 'a resting order that is filled whole',
    excused: controls('fill'),
    run: async (t) => {
      const order = await t.resting();
      await t.control('fill')(order, order.terms.quantity);
      const fill = await t.seen(order.clOrdId, 'Trade');
      assert.equal(fill.lastQty, order.terms.quantity);
      assert.equal(fill.lastPx, order.terms.price);
      assert.equal(fill.cumQty, order.terms.quantity);
      assert.equal(fill.leavesQty, 0);
      const state = await t.truth(order.clOrdId);
      assert.deepEqual([state?.open, state?.cumQty, state?.leavesQty], [false, order.terms.quantity, 0]);
    },
  },
  {
    id: 'EX-101',
    title: 'a resting order that is filled in parts: quantities add up',
    excused: controls('fill'),
    run: async (t) => {
      const order = await t.resting();
      const part = t.instrument.lotSize;
      await t.control('fill')(order, part);
      await t.seen(order.clOrdId, 'Trade');
      const half = await t.truth(order.clOrdId);
      assert.deepEqual([half?.open, half?.cumQty, half?.leavesQty], [true, part, order.terms.quantity - part]);
      await t.control('fill')(order, order.terms.quantity - part);
      await t.until(() => t.sink.fills(order.clOrdId).length === 2, 'two fills');
      const fills = t.sink.fills(order.clOrdId);
      assert.deepEqual(
        fills.map(({ lastQty }) => lastQty),
        [part, order.terms.quantity - part],
      );
      assert.deepEqual(
        fills.map(({ cumQty }) => cumQty),
        [part, order.terms.quantity],
      );
    },
  },
  {
    id: 'EX-102',
    title: 'execution ids are there, and no two are the same',
    excused: controls('fill'),
    run: async (t) => {
      const [one, other] = [await t.resting(), await t.resting({ side: 'SELL' })];
      for (const order of [one, other]) {
        await t.control('fill')(order, t.instrument.lotSize);
        await t.control('fill')(order, t.instrument.lotSize);
      }
      const fills = () => [...t.sink.fills(one.clOrdId), ...t.sink.fills(other.clOrdId)];
      await t.until(() => fills().length === 4, 'four fills');
      const ids = fills().map(({ execId }) => execId);
      assert.ok(ids.every((id) => id !== ''));
      assert.equal(new Set(ids).size, 4);
    },
  },
  {
    id: 'EX-103',
    title: 'a fill tells its fee and the fee’s currency',
    excused: all(controls('fill'), tells('fees')),
    run: async (t) => {
      const order = await t.resting();
      await t.control('fill')(order, order.terms.quantity);
      const fill = await t.seen(order.clOrdId, 'Trade');
      assert.equal(typeof fill.fee, 'bigint');
      assert.ok(fill.feeCurrency);
    },
  },
  {
    id: 'EX-104',
    title: 'a market order is filled, with price and quantity',
    excused: takesMarket,
    run: async (t) => {
      const order = t.order({ type: 'MARKET', timeInForce: t.harness.capabilities.timesInForce[0], price: 0 });
      t.broker.submit(order);
      const filled = () => t.sink.fills(order.clOrdId).reduce((sum, { lastQty = 0 }) => sum + lastQty, 0);
      await t.until(() => filled() === order.terms.quantity, 'all of it');
      assert.ok(t.sink.fills(order.clOrdId).every(({ lastPx = 0 }) => lastPx > 0));
    },
  },
  {
    id: 'EX-105',
    title: 'an IOC order that meets nothing ends, unfilled',
    excused: ({ capabilities }) =>
      capabilities.timesInForce.includes('IOC') ? undefined : 'the venue takes no IOC orders',
    run: async (t) => {
      const order = t.order({ timeInForce: 'IOC' });
      t.broker.submit(order);
      await t.seen(order.clOrdId, 'Canceled', 'Expired');
      const state = await t.truth(order.clOrdId);
      assert.deepEqual([state?.open, state?.cumQty], [false, 0]);
    },
  },
  {
    id: 'EX-106',
    title: 'a FOK order that cannot be filled whole is not filled at all',
    excused: ({ capabilities }) =>
      capabilities.timesInForce.includes('FOK') ? undefined : 'the venue takes no FOK orders',
    run: async (t) => {
      const order = t.order({ timeInForce: 'FOK' });
      t.broker.submit(order);
      await t.seen(order.clOrdId, 'Canceled', 'Expired', 'Rejected');
      assert.deepEqual(t.sink.fills(order.clOrdId), []);
    },
  },
  {
    id: 'EX-107',
    title: 'fills of several orders come in the order in which the venue made them',
    excused: controls('fill'),
    run: async (t) => {
      const [buy, sell] = [await t.resting(), await t.resting({ side: 'SELL' })];
      const sequence = [buy, sell, sell, buy, sell, buy];
      for (const order of sequence) await t.control('fill')(order, t.instrument.lotSize);
      const trades = () => t.sink.reports.filter(({ execType }) => execType === 'Trade').map(({ clOrdId }) => clOrdId);
      await t.until(() => trades().length === sequence.length, 'all fills');
      assert.deepEqual(
        trades(),
        sequence.map(({ clOrdId }) => clOrdId),
      );
    },
  },
  {
    id: 'EX-108',
    title: 'the end of an order by the venue itself is reported',
    excused: controls('cancelUnsolicited'),
    run: async (t) => {
      const order = await t.resting();
      await t.control('cancelUnsolicited')(order);
      const report = await t.seen(order.clOrdId, 'Canceled', 'Expired');
      assert.equal(report.clOrdId, order.clOrdId);
      assert.equal((await t.truth(order.clOrdId))?.open, false);
    },
  },
  {
    id: 'EX-109',
    title: 'an execution that is taken back is reported, naming it',
    excused: controls('fill', 'bust'),
    run: async (t) => {
      const order = await t.resting();
      await t.control('fill')(order, order.terms.quantity);
      const fill = await t.seen(order.clOrdId, 'Trade');
      await t.control('bust')(order, fill.execId);
      const bust = await t.seen(order.clOrdId, 'TradeCancel');
      assert.equal(bust.execRefId, fill.execId);
      assert.notEqual(bust.execId, fill.execId);
    },
  },
];
