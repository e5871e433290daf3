import assert from 'node:assert/strict';
import { all, controls, type ContractCase } from '../contract-case.js';

const RATE_WAIT_MS = 300;
/** Long enough for what is sent meanwhile to be sent before it is over, on a slow machine too. */
const LONG_RATE_WAIT_MS = 2_000;

export const LINK: readonly ContractCase[] = [
  {
    id: 'EX-600',
    title: 'a lost link is told with a reason, and so is its return',
    excused: controls('dropLink'),
    run: async (t) => {
      await t.control('dropLink')();
      await t.until(() => t.sink.links.length >= 3, 'down and up');
      const [first, down, up] = t.sink.links;
      assert.deepEqual([first.up, down.up, up.up], [true, false, true]);
      assert.notEqual(down.reason, '');
    },
  },
  {
    id: 'EX-601',
    title: 'orders of before a lost link live on, and are filled and cancelled after it',
    excused: controls('dropLink', 'fill'),
    run: async (t) => {
      const order = await t.resting();
      await t.control('dropLink')();
      await t.until(() => t.sink.links.length >= 3, 'down and up');
      await t.control('fill')(order, t.instrument.lotSize);
      await t.seen(order.clOrdId, 'Trade');
      t.broker.cancel(order, t.newId());
      await t.seen(order.clOrdId, 'Canceled');
    },
  },
  {
    id: 'EX-602',
    title: 'nothing is reported twice over a lost link',
    excused: controls('dropLink', 'fill'),
    run: async (t) => {
      const order = await t.resting();
      await t.control('fill')(order, t.instrument.lotSize);
      await t.seen(order.clOrdId, 'Trade');
      await t.control('dropLink')();
      await t.until(() => t.sink.links.length >= 3, 'down and up');
      await t.quiet();
      assert.deepEqual(t.types(order.clOrdId), ['New', 'Trade']);
      await t.control('fill')(order, t.instrument.lotSize);
      await t.until(() => t.sink.fills(order.clOrdId).length === 2, 'the second fill');
      const ids = t.sink.fills(order.clOrdId).map(({ execId }) => execId);
      assert.equal(new Set(ids).size, 2);
    },
  },
  {
    id: 'EX-603',
    title: 'a venue that begins anew is found again, and takes orders',
    excused: controls('restartVenue'),
    run: async (t) => {
      await t.control('restartVenue')();
      await t.until(() => t.sink.links.some(({ up }) => !up), 'the link to be down');
      await t.up();
      await t.resting();
    },
  },
  {
    id: 'EX-610',
    title: 'an order that is turned down for its number is taken later or rejected, never both, never twice',
    excused: controls('rateLimitNext'),
    run: async (t) => {
      await t.control('rateLimitNext')(1, RATE_WAIT_MS);
      const order = t.order();
      t.broker.submit(order);
      const first = await t.seen(order.clOrdId, 'New', 'Rejected');
      await t.quiet();
      assert.deepEqual(t.types(order.clOrdId), [first.execType]);
      assert.equal((await t.truth(order.clOrdId)) !== undefined, first.execType === 'New');
      await t.acceptedAtMostOnce(order.clOrdId);
    },
  },
  {
    id: 'EX-611',
    title: 'while the venue turns requests down, orders wait, and a cancel that comes later goes before them',
    excused: all(controls('rateLimitNext', 'commands')),
    run: async (t) => {
      const order = await t.resting();
      await t.control('rateLimitNext')(1, LONG_RATE_WAIT_MS);
      const before = (await t.control('commands')()).length;
      t.broker.submit(t.order());
      await t.until(async () => (await t.control('commands')()).length > before, 'the order that is turned down');
      await t.quiet();
      const orders = Array.from({ length: 5 }, () => t.order());
      for (const waiting of orders) t.broker.submit(waiting);
      t.broker.cancel(order, t.newId());
      await t.seen(order.clOrdId, 'Canceled');
      const [, ...later] = (await t.control('commands')()).slice(before);
      assert.equal(later[0], 'cancel', later.join());
      for (const { clOrdId } of orders) await t.seen(clOrdId, 'New', 'Rejected');
    },
  },
  {
    id: 'EX-700',
    title: 'close ends the link: no timer, no connection is left, and it can be called again',
    run: async (t) => {
      await t.resting();
      t.broker.cancel(t.order(), t.newId());
      await t.ask(() => t.broker.openOrders(t.account));
      const open = await t.ask(() => t.broker.openOrders(t.account));
      for (const { clOrdId } of open) t.broker.cancel({ ...t.order(), clOrdId }, t.newId());
      await t.until(async () => (await t.broker.openOrders(t.account)).length === 0, 'nothing open');
      await t.broker.close();
      await t.broker.close();
      await t.closed();
    },
  },
  {
    id: 'EX-701',
    title: 'close while the venue cannot be reached ends the attempts',
    excused: controls('refuseLink'),
    run: async (t) => {
      await t.control('refuseLink')(true);
      const other = t.venue.createBroker(t.clock);
      const connecting = other.connect({ report: () => undefined, link: () => undefined });
      await t.quiet();
      await other.close();
      await connecting.catch((error: unknown) => t.errors.push(String(error)));
      await t.broker.close();
      await t.closed();
      await t.control('refuseLink')(false);
    },
  },
];
