import assert from 'node:assert/strict';
import {
  NO_INSTRUCTIONS,
  ORDER_TYPES,
  TIMES_IN_FORCE,
  US_PER_DAY,
  type OrderTerms,
  type OrderType,
  type TimeInForce,
} from '@bourseworks/domain';
import type { BrokerInstruction } from '@bourseworks/ports';
import type { ContractCase } from '../contract-case.js';
import type { Trial } from '../trial.js';

/** Types that need a trigger get one far from the market, so that they rest. */
function termsOf(t: Trial, type: OrderType): Partial<OrderTerms> {
  const far = t.venue.restingPrice('BUY');
  const trigger = { ...NO_INSTRUCTIONS, stopPrice: far };
  if (type === 'STOP') return { type, side: 'SELL', price: 0, instructions: trigger };
  if (type === 'STOP_LIMIT') return { type, side: 'SELL', price: far, instructions: trigger };
  if (type === 'TRAILING_STOP') {
    const trailBy = Math.floor(far / 2 / t.instrument.tickSize) * t.instrument.tickSize;
    return { type, side: 'SELL', price: 0, instructions: { ...NO_INSTRUCTIONS, trailBy } };
  }
  return type === 'MARKET' ? { type, price: 0 } : { type };
}

function inForce(t: Trial, timeInForce: TimeInForce): Partial<OrderTerms> {
  const goodTillUs = Math.floor(t.clock.nowUs() / 1_000_000) * 1_000_000 + US_PER_DAY;
  return timeInForce === 'GTD' ? { timeInForce, instructions: { ...NO_INSTRUCTIONS, goodTillUs } } : { timeInForce };
}

/** Taken by the venue when it is declared; otherwise refused here, with a code, and never sent. */
async function takenOrNeverSent(t: Trial, declared: boolean, terms: Partial<OrderTerms>): Promise<void> {
  const commands = t.control('commands', true);
  const before = (await commands?.())?.length ?? 0;
  const order = t.order(terms);
  t.broker.submit(order);
  if (declared) {
    const first = await t.seen(order.clOrdId, 'New', 'Trade', 'Canceled', 'Expired', 'Rejected');
    assert.notEqual(first.execType, 'Rejected', first.reason);
    return;
  }
  const report = await t.seen(order.clOrdId, 'Rejected');
  assert.equal(report.ordStatus, 'Rejected');
  assert.ok(report.code, 'a coded refusal');
  await t.quiet();
  assert.deepEqual(t.types(order.clOrdId), ['Rejected']);
  if (commands === undefined) assert.equal(await t.truth(order.clOrdId), undefined);
  else assert.equal((await commands()).length, before, 'nothing reached the venue');
}

const numbered = (start: number, index: number): string => `EX-${String(start + index).padStart(3, '0')}`;

const types = ORDER_TYPES.map((type, index): ContractCase => ({
  id: numbered(10, index),
  title: `an order of type ${type} is taken if declared, else never sent`,
  run: (t) => {
    const plain = type === 'MARKET' ? { timeInForce: t.harness.capabilities.timesInForce[0] } : {};
    return takenOrNeverSent(t, t.harness.capabilities.orderTypes.includes(type), { ...termsOf(t, type), ...plain });
  },
}));

const times = TIMES_IN_FORCE.map((timeInForce, index): ContractCase => ({
  id: numbered(20, index),
  title: `a limit order in force ${timeInForce} is taken if declared, else never sent`,
  run: (t) => takenOrNeverSent(t, t.harness.capabilities.timesInForce.includes(timeInForce), inForce(t, timeInForce)),
}));

const INSTRUCTIONS: Readonly<Record<BrokerInstruction, (t: Trial) => Partial<OrderTerms>>> = {
  POST_ONLY: () => ({ instructions: { ...NO_INSTRUCTIONS, postOnly: true } }),
  REDUCE_ONLY: () => ({ instructions: { ...NO_INSTRUCTIONS, reduceOnly: true } }),
  ICEBERG: (t) => ({ instructions: { ...NO_INSTRUCTIONS, displayQty: t.instrument.lotSize } }),
};

const instructions = (Object.keys(INSTRUCTIONS) as BrokerInstruction[]).map((instruction, index): ContractCase => ({
  id: numbered(30, index),
  title: `an order with the instruction ${instruction} is never sent unless it is declared`,
  excused: ({ capabilities }) =>
    capabilities.instructions?.includes(instruction) === true && instruction === 'REDUCE_ONLY'
      ? 'it needs a position; see the adapter’s own tests'
      : undefined,
  run: (t) => {
    const declared = t.harness.capabilities.instructions?.includes(instruction) === true;
    return takenOrNeverSent(t, declared, INSTRUCTIONS[instruction](t));
  },
}));

export const SUBMIT: readonly ContractCase[] = [
  {
    id: 'EX-001',
    title: 'connect resolves once orders can be sent, with instruments and the link told',
    run: async (t) => {
      assert.equal(t.sink.isUp, true);
      assert.ok(t.broker.instruments().length > 0);
      assert.ok(t.broker.instruments().includes(t.instrument));
      await t.resting();
    },
  },
  {
    id: 'EX-002',
    title: 'capabilities name known types and times, and a horizon',
    run: (t) => {
      const { orderTypes, timesInForce, consistencyHorizonUs } = t.broker.capabilities;
      assert.deepEqual(t.broker.capabilities, t.harness.capabilities);
      assert.ok(orderTypes.length > 0 && orderTypes.every((type) => ORDER_TYPES.includes(type)));
      assert.ok(timesInForce.length > 0 && timesInForce.every((time) => TIMES_IN_FORCE.includes(time)));
      assert.ok(Number.isSafeInteger(consistencyHorizonUs) && consistencyHorizonUs >= 0);
      return Promise.resolve();
    },
  },
  ...types,
  ...times,
  ...instructions,
  {
    id: 'EX-040',
    title: 'both sides rest with the very price and quantity that were sent',
    run: async (t) => {
      for (const side of ['BUY', 'SELL'] as const) {
        const { lotSize } = t.instrument;
        const order = await t.resting({ side, quantity: t.venue.quantity + lotSize });
        const state = await t.truth(order.clOrdId);
        assert.equal(state?.open, true);
        assert.equal(state.cumQty, 0);
        assert.equal(state.leavesQty, t.venue.quantity + lotSize);
        if (!t.harness.tells.openTerms) continue;
        assert.equal(state.terms?.price, order.terms.price);
        assert.equal(state.terms.side, side);
      }
    },
  },
  {
    id: 'EX-041',
    title: 'the venue’s id of an order is told with its acceptance and is the same when asked',
    run: async (t) => {
      const order = await t.resting();
      const [report] = t.sink.of(order.clOrdId, 'New');
      assert.ok(report.venueOrderId);
      assert.equal((await t.truth(order.clOrdId))?.venueOrderId, report.venueOrderId);
    },
  },
  {
    id: 'EX-042',
    title: 'every report has a time, whole microseconds and nanoseconds beside',
    run: async (t) => {
      const order = await t.resting();
      for (const { us, ns } of t.sink.about(order.clOrdId)) {
        assert.ok(Number.isSafeInteger(us) && us > 1_000_000_000_000_000, `${us}`);
        assert.ok(ns >= 0 && ns < 1_000);
      }
    },
  },
  {
    id: 'EX-043',
    title: 'many orders at once are each accepted once',
    run: async (t) => {
      const orders = Array.from({ length: 20 }, () => t.order());
      for (const order of orders) t.broker.submit(order);
      for (const { clOrdId } of orders) await t.seen(clOrdId, 'New');
      await t.quiet();
      for (const { clOrdId } of orders) assert.deepEqual(t.types(clOrdId), ['New']);
      assert.equal((await t.ask(() => t.broker.openOrders(t.account))).length, orders.length);
    },
  },
];
