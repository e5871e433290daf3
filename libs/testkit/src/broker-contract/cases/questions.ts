import assert from 'node:assert/strict';
import { all, controls, tells, type ContractCase } from '../contract-case.js';
import type { Trial } from '../trial.js';

const fillsSince = (t: Trial, us: number) => t.ask(() => t.broker.fillsSince(t.account, us));
const openOrders = (t: Trial) => t.ask(() => t.broker.openOrders(t.account));
/** Clocks of a venue and of this side need not agree to the second. */
const CLOCK_SKEW_US = 5_000_000;

async function filled(t: Trial, side: 'BUY' | 'SELL' = 'BUY'): Promise<string> {
  const order = await t.resting({ side });
  await t.control('fill')(order, order.terms.quantity);
  await t.seen(order.clOrdId, 'Trade');
  return order.clOrdId;
}

async function quantityHeld(t: Trial): Promise<number> {
  const positions = await t.ask(() => t.broker.positions(t.account));
  assert.ok(positions, 'positions are told');
  return positions.find(({ instrument }) => instrument.key === t.instrument.key)?.quantity ?? 0;
}

async function cash(t: Trial): Promise<bigint> {
  const balances = await t.ask(() => t.broker.balances(t.account));
  assert.ok(balances, 'balances are told');
  return balances.find(({ currency }) => currency === t.instrument.currency)?.total ?? 0n;
}

export const QUESTIONS: readonly ContractCase[] = [
  {
    id: 'EX-500',
    title: 'open orders are all there, and no others',
    run: async (t) => {
      assert.deepEqual(await openOrders(t), []);
      const [one, other] = [await t.resting(), await t.resting({ side: 'SELL' })];
      const ids = (await openOrders(t)).map(({ clOrdId }) => clOrdId);
      assert.deepEqual(new Set(ids), new Set([one.clOrdId, other.clOrdId]));
      t.broker.cancel(one, t.newId());
      await t.seen(one.clOrdId, 'Canceled');
      assert.deepEqual(
        (await openOrders(t)).map(({ clOrdId }) => clOrdId),
        [other.clOrdId],
      );
    },
  },
  {
    id: 'EX-501',
    title: 'open orders tell their instrument and terms',
    excused: tells('openTerms'),
    run: async (t) => {
      const order = await t.resting();
      const [state] = await openOrders(t);
      assert.equal(state.instrument?.key, t.instrument.key);
      const { side, type, timeInForce, quantity, price } = order.terms;
      const { terms } = state;
      assert.deepEqual(
        [terms?.side, terms?.type, terms?.timeInForce, terms?.quantity, terms?.price],
        [side, type, timeInForce, quantity, price],
      );
    },
  },
  {
    id: 'EX-502',
    title: 'an order that never was is not known; nobody takes it for one that failed',
    run: async (t) => assert.equal(await t.truth(t.newId()), undefined),
  },
  {
    id: 'EX-503',
    title: 'a cancelled order is still known, and closed',
    run: async (t) => {
      const order = await t.resting();
      t.broker.cancel(order, t.newId());
      await t.seen(order.clOrdId, 'Canceled');
      const state = await t.truth(order.clOrdId);
      assert.deepEqual([state?.open, state?.cumQty], [false, 0]);
    },
  },
  {
    id: 'EX-510',
    title: 'fills since a time are those that were reported, with the same ids and content',
    excused: controls('fill'),
    run: async (t) => {
      const ids = [await filled(t), await filled(t, 'SELL')];
      const live = ids.flatMap((id) => t.sink.fills(id));
      const fills = await fillsSince(t, Math.min(...live.map(({ us }) => us)) - CLOCK_SKEW_US);
      const content = (list: typeof fills) =>
        list.map(({ execId, clOrdId, lastQty, lastPx }) => [execId, clOrdId, lastQty, lastPx].join()).toSorted();
      assert.deepEqual(content(fills), content(live));
      assert.ok(fills.every(({ execType }) => execType === 'Trade'));
    },
  },
  {
    id: 'EX-511',
    title: 'fills since a later time leave earlier ones out',
    excused: controls('fill'),
    run: async (t) => {
      const id = await filled(t);
      const [{ us }] = t.sink.fills(id);
      assert.deepEqual(await fillsSince(t, us + 3_600_000_000), []);
    },
  },
  {
    id: 'EX-512',
    title: 'fills that happened while the link was down are found, each once',
    excused: controls('fill', 'refuseLink'),
    run: async (t) => {
      const before = await filled(t);
      const order = await t.resting();
      await t.control('refuseLink')(true);
      await t.until(() => !t.sink.isUp, 'the link to be down');
      await t.control('fill')(order, t.instrument.lotSize);
      await t.control('fill')(order, t.instrument.lotSize);
      await t.control('refuseLink')(false);
      await t.up();
      const since = t.sink.fills(before)[0].us - CLOCK_SKEW_US;
      const fills = await fillsSince(t, since);
      const ids = fills.map(({ execId }) => execId);
      assert.equal(ids.length, 3);
      assert.equal(new Set(ids).size, 3);
      // Reported or not, what is reported is never another execution than the one that is found.
      const reported = t.sink.reports.filter(({ execType }) => execType === 'Trade').map(({ execId }) => execId);
      assert.ok(reported.every((id) => ids.includes(id)));
      assert.equal(new Set(reported).size, reported.length);
    },
  },
  {
    id: 'EX-513',
    title: 'a broker that begins anew finds the fills of the one before, with the same ids',
    excused: controls('fill'),
    run: async (t) => {
      const id = await filled(t);
      const [live] = t.sink.fills(id);
      const other = t.venue.createBroker(t.clock);
      try {
        await other.connect({ report: () => undefined, link: () => undefined });
        const fills = await other.fillsSince(t.account, live.us - CLOCK_SKEW_US);
        assert.deepEqual(
          fills.map(({ execId, clOrdId }) => [execId, clOrdId]),
          [[live.execId, id]],
        );
        assert.equal((await other.order(t.account, id))?.cumQty, live.cumQty);
      } finally {
        await other.close();
      }
    },
  },
  {
    id: 'EX-520',
    title: 'positions follow the fills, and a flat one is left out',
    excused: all(controls('fill'), tells('positions')),
    run: async (t) => {
      const before = await quantityHeld(t);
      await filled(t);
      await t.until(async () => (await quantityHeld(t)) === before + t.venue.quantity, 'the position');
      await filled(t, 'SELL');
      await t.until(async () => (await quantityHeld(t)) === before, 'the position of before');
      if (before !== 0) return;
      const positions = await t.ask(() => t.broker.positions(t.account));
      assert.ok(positions?.every(({ quantity }) => quantity !== 0));
    },
  },
  {
    id: 'EX-521',
    title: 'cash falls by what was paid, to the last digit',
    excused: all(controls('fill'), tells('balances'), tells('fees')),
    run: async (t) => {
      const before = await cash(t);
      const id = await filled(t);
      const [{ lastPx = 0, lastQty = 0, fee = 0n, feeCurrency }] = t.sink.fills(id);
      const paid = BigInt(lastPx) * BigInt(lastQty) * t.instrument.moneyFactor;
      const fees = feeCurrency === t.instrument.currency ? fee : 0n;
      await t.until(async () => (await cash(t)) === before - paid - fees, `cash of ${before - paid - fees}`);
    },
  },
  {
    id: 'EX-530',
    title: 'an order that was placed elsewhere is among the open ones, with the id that the venue gives',
    excused: controls('placeOutside', 'cancelOutside'),
    run: async (t) => {
      const clientId = await t.control('placeOutside')(t.account, t.order().terms);
      const [state] = await openOrders(t);
      assert.equal(state.clOrdId, clientId);
      assert.ok(state.venueOrderId);
      assert.equal(state.leavesQty, t.venue.quantity);
      if (t.harness.tells.openTerms) assert.equal(state.terms?.price, t.order().terms.price);
      await t.control('cancelOutside')(t.account, clientId);
    },
  },
  {
    id: 'EX-540',
    title: 'a question that cannot be put fails; it is not answered with nothing',
    excused: controls('refuseLink'),
    run: async (t) => {
      const order = await t.resting();
      await t.control('refuseLink')(true);
      await t.until(() => !t.sink.isUp, 'the link to be down');
      for (const question of [
        () => t.broker.openOrders(t.account),
        () => t.broker.order(t.account, order.clOrdId),
        () => t.broker.fillsSince(t.account, 0),
      ]) {
        await assert.rejects(question, (error: Error) => t.errors.push(`${error.message}\n${String(error.stack)}`) > 0);
      }
    },
  },
];
