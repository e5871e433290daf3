import { describe, expect, it } from '@jest/globals';
import { sideSign } from '@bourseworks/domain';
import { IBM, MONEY } from '../test/desk.js';
import { EngineLife } from '../test/engine-life.js';

const SEEDS = Number(process.env['ENGINE_SEEDS'] ?? 40);
const FIRST = Number(process.env['ENGINE_SEED'] ?? 1);
const STEPS = 150;

function checkAgainstBroker({ desk, broker }: EngineLife): void {
  const intents = new Set(desk.journal.flatMap((record) => (record.type === 'Intent' ? [record.clOrdId] : [])));
  for (const [clOrdId, times] of broker.accepted) {
    expect(times).toBe(1);
    expect(intents.has(clOrdId)).toBe(true);
  }
  for (const clOrdId of intents) {
    const event = ['s', 't']
      .map((strategy) => desk.engine.status({ account: 'A', strategy, clOrdId }))
      .find((one) => one !== undefined);
    const truth = broker.orders.get(clOrdId);
    expect(event?.cumQty).toBe(truth?.cumQty ?? 0);
    expect((event?.leavesQty ?? 0) > 0).toBe(truth?.open ?? false);
  }
}

function checkMoney({ desk, broker }: EngineLife): void {
  let cash = 1_000_000n * MONEY;
  let quantity = 0;
  for (const order of broker.orders.values()) {
    for (const { lastQty = 0, lastPx = 0, fee = 0n } of order.fills) {
      const signed = sideSign(order.terms.side) * lastQty;
      quantity += signed;
      cash -= BigInt(signed) * BigInt(lastPx) * IBM.moneyFactor + fee;
    }
  }
  const { portfolio } = desk.engine;
  expect(portfolio.cash('A')).toBe(cash);
  expect(portfolio.accountQuantity('A', IBM.key)).toBe(quantity);
  const account = portfolio.snapshot('A');
  expect(account?.equity).toBe(
    (account?.initialCash ?? 0n) + (account?.realized ?? 0n) + (account?.unrealized ?? 0n) - (account?.fees ?? 0n),
  );
}

function checkReservations({ desk }: EngineLife): void {
  const open = desk.engine.openOrders();
  expect(desk.engine.reserved('A').openOrders).toBe(open.length);
  for (const { lastEvent, leavesQty, cumQty, quantity } of open) {
    expect(lastEvent?.leavesQty).toBe(leavesQty);
    expect(cumQty >= 0 && cumQty <= quantity).toBe(true);
  }
  if (open.length === 0) expect(desk.engine.reserved('A').notional).toBe(0n);
}

function checkSequences({ desk }: EngineLife): void {
  desk.journal.forEach(({ sequence }, i) => expect(sequence).toBe(i + 1));
  const streams = new Map<string, number>();
  for (const { strategy, streamSequence } of desk.events()) {
    expect(streamSequence).toBe((streams.get(strategy) ?? 0) + 1);
    streams.set(strategy, streamSequence);
  }
}

describe('no order lost, none twice', () => {
  it(`holds over ${SEEDS} random lives with lost, repeated and reordered messages, kills and crashes`, () => {
    let fills = 0;
    for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
      const life = new EngineLife(seed);
      try {
        for (let i = 0; i < STEPS; i++) life.step();
        life.settle();
        checkAgainstBroker(life);
        checkMoney(life);
        checkReservations(life);
        checkSequences(life);
        life.desk.replayed();
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
      fills += life.broker.fills().length;
    }
    expect(fills).toBeGreaterThan(SEEDS * 3);
  });
});
