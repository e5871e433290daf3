import { describe, expect, it } from '@jest/globals';
import { formatDecimal, type ExecutionReport } from '@bourseworks/domain';
import { APPENDIX_D, APPENDIX_D_ORDER, type Scenario, type Step } from '@bourseworks/testkit';
import { Desk, IBM, MONEY } from '../test/desk.js';
import { dayAveragePrice, eventAveragePrice, type OrderEvent } from './index.js';

const CASH = 1_000_000n * MONEY;
/** Ledger money of one unit of price and quantity. */
const UNIT = MONEY / 100n;

interface Fill {
  readonly quantity: number;
  readonly price: number;
}

/** What is in force of what the broker told, by execution id: positions and cash follow from that alone. */
class Told {
  readonly fills = new Map<string, Fill>();

  take(say: NonNullable<Step['say']>, split: number | undefined): void {
    if (say.execRefId !== undefined) this.fills.delete(say.execRefId);
    const { execId = '', lastQty = 0, lastPx = 0 } = say;
    if (say.execType === 'Trade' || say.execType === 'TradeCorrect')
      this.fills.set(execId, { quantity: lastQty, price: lastPx });
    if (split === undefined) return;
    for (const [id, { quantity, price }] of this.fills)
      this.fills.set(id, { quantity: quantity * split, price: price / split });
  }

  get quantity(): number {
    return [...this.fills.values()].reduce((sum, { quantity }) => sum + quantity, 0);
  }

  get cost(): bigint {
    return [...this.fills.values()].reduce((sum, { quantity, price }) => sum + BigInt(quantity * price) * UNIT, 0n);
  }
}

/** The order engine, led through the rows of a scenario. */
class Play {
  readonly desk = new Desk({
    capabilities: { timesInForce: ['DAY', 'GTC', 'IOC', 'FOK'], replacesInFlight: 2, reopensFilled: true },
  });
  private readonly ids = new Map<string, string>();
  private readonly told = new Told();
  /** Quantities asked for and not answered. */
  private readonly asked = new Map<string, number>();

  constructor({ timeInForce }: Scenario) {
    const { clOrdId, code } = this.desk.submit({ timeInForce, quantity: '10000', price: '10.00' });
    expect(code).toBeUndefined();
    this.ids.set('X', clOrdId);
    this.desk.release();
  }

  step(step: Step): void {
    const before = this.desk.events().length;
    if (step.split !== undefined) this.split(step.split);
    if (step.ask !== undefined) this.ask(step, step.ask);
    if (step.say !== undefined) this.say(step, step.say);
    const told = this.desk.events().slice(before);
    expect(told).toHaveLength(step.stale === true ? 0 : 1);
    for (const event of told) this.checkIds(event, step);
    this.checkRow(step);
    this.checkBooks();
    this.desk.replayed();
  }

  private id(name: string): string {
    const id = this.ids.get(name);
    if (id === undefined) throw new Error(`no id for ${name}`);
    return id;
  }

  private ask({ ids }: Step, { kind, quantity, price }: NonNullable<Step['ask']>): void {
    const clOrdId = this.id('X');
    const terms = {
      ...(quantity === undefined ? {} : { quantity: String(quantity) }),
      ...(price === undefined ? {} : { price: formatDecimal(price, 2) }),
    };
    const reply = kind === 'Cancel' ? this.desk.cancel(clOrdId) : this.desk.replace(clOrdId, terms);
    expect(reply.code).toBeUndefined();
    const effect = this.desk.effects.at(-1);
    const id = effect?.kind === 'cancel' ? effect.cancelId : effect?.kind === 'replace' ? effect.replaceId : '';
    const [name = ''] = ids.split('<');
    this.ids.set(name, id);
    if (kind === 'Replace') this.asked.set(name, quantity ?? APPENDIX_D_ORDER.quantity);
  }

  private say({ ids, split }: Step, say: NonNullable<Step['say']>): void {
    const [name = '', orig] = ids.split('<');
    const fields: Partial<ExecutionReport> = orig === undefined ? say : { ...say, origClOrdId: this.id(orig) };
    this.desk.report(say.execType, this.id(name), fields);
    if (split === undefined) this.told.take(say, undefined);
    if (say.execType === 'Replaced' || say.execType === 'ReplaceRejected') this.asked.delete(name);
    if (say.execType === 'Canceled') this.asked.clear();
  }

  /** Overnight, by a person, before the broker restates the order. */
  private split(n: number): void {
    const what = { kind: 'split', venue: 'sim', symbol: 'IBM', n, m: 1, price: '5.00' } as const;
    const who = { commandId: 'split', account: 'A', actor: 'ann', reason: 'two for one' };
    const { control } = this.desk.take(this.desk.engine.bookCash({ ...who, ...what }, this.desk.now));
    expect(control).toMatchObject({ code: undefined });
    this.told.take({ execType: 'Restated' }, n);
  }

  private checkIds(event: OrderEvent, { ids, ask, say }: Step): void {
    const [name = '', orig] = ids.split('<');
    expect(event.clOrdId).toBe(this.id('X'));
    expect(event.requestId).toBe(name === 'X' ? undefined : this.id(name));
    expect(event.origClOrdId).toBe(orig === undefined ? undefined : this.id(orig));
    const execType = ask === undefined ? say?.execType : `Pending${ask.kind}`;
    expect([event.execType, event.execRefId]).toEqual([execType, say?.execRefId]);
  }

  private checkRow({ shows }: Step): void {
    const event = this.desk.engine.status({ account: 'A', strategy: 's', clOrdId: this.id('X') });
    if (event === undefined) throw new Error('no order');
    const { ordStatus, quantity, cumQty, leavesQty, day } = event;
    const row = `${ordStatus} ${quantity} ${cumQty} ${leavesQty} ${eventAveragePrice(event) ?? '0'}`;
    const today = day === undefined ? '' : ` day ${day.orderQty} ${day.cumQty} ${dayAveragePrice(event) ?? '0'}`;
    expect(row + today).toBe(shows);
  }

  /** Position, cash and gains are those of the fills in force; what may still fill is reserved. */
  private checkBooks(): void {
    const { engine } = this.desk;
    const position = engine.portfolio.position('A', 's', IBM.key);
    expect(position?.quantity ?? 0).toBe(this.told.quantity);
    expect(position?.cost ?? 0n).toBe(this.told.cost);
    expect(position?.realized ?? 0n).toBe(0n);
    expect(engine.portfolio.cash('A')).toBe(CASH - this.told.cost);
    const [open] = engine.openOrders();
    const reserved = engine.reserved('A');
    expect(reserved.openOrders).toBe(open === undefined ? 0 : 1);
    if (open === undefined) return expect(reserved.notional).toBe(0n);
    const most = Math.max(open.quantity, ...this.asked.values());
    const price = Math.max(open.price, this.asked.size > 0 ? APPENDIX_D_ORDER.price : 0);
    const least = BigInt((most - open.cumQty) * price) * UNIT;
    expect(reserved.notional).toBeGreaterThanOrEqual(least);
    if (this.asked.size === 0) expect(reserved.notional).toBe(least);
  }
}

describe.each(Object.entries(APPENDIX_D))('order state change matrices %s through the engine', (_group, scenarios) => {
  it.each(scenarios.map((one) => [`${one.ref} ${one.title}`, one] as const))('%s', (_name, scenario) => {
    const play = new Play(scenario);
    for (const step of scenario.steps) play.step(step);
    const late = scenario.ref === 'J.1.b' ? ['ORDER_FILL_LATE', 'ORDER_FILL_LATE'] : [];
    const split = scenario.steps.some((step) => step.split !== undefined) ? ['CASH_BOOKED'] : [];
    expect(play.desk.alarms()).toEqual([...split, ...late]);
  });
});
