import { describe, expect, it } from '@jest/globals';
import { APPENDIX_D, APPENDIX_D_ORDER, type Scenario, type Step } from '@bourseworks/testkit';
import { averagePriceOf, averagePriceText } from './average-price.js';
import type { BookedFill } from './order-judge.js';
import { applyExecution, applyRequest, ExecutionEffect } from './order-machine.js';
import { dayOf, lastIdOf, leavesOf, OrderState, ordStatusOf } from './order-state.js';

/** The machine, led through the rows of a scenario. */
class Play {
  readonly state: OrderState;
  private readonly effect = new ExecutionEffect();
  private readonly booked = new Map<string, BookedFill>();

  constructor({ timeInForce }: Scenario) {
    this.state = new OrderState('X', { side: 'BUY', type: 'LIMIT', timeInForce, ...APPENDIX_D_ORDER });
    this.state.local = 'Sent';
  }

  step(step: Step): void {
    const [id = '', orig = ''] = step.ids.split('<');
    if (step.ask !== undefined) {
      expect(lastIdOf(this.state)).toBe(orig);
      const { quantity, price } = this.state;
      applyRequest(this.state, { id, quantity, price, ...step.ask });
    }
    if (step.say !== undefined) this.say(id, step);
    expect(this.row()).toBe(step.shows);
  }

  private say(clOrdId: string, { say, stale }: Step): void {
    if (say === undefined) return;
    const before = JSON.stringify(this.state);
    const original = this.booked.get(say.execRefId ?? '');
    const { state, effect } = this;
    applyExecution(state, { clOrdId, execId: '', us: 0, ns: 0, ...say }, original, effect);
    expect(effect.verdict).toBe(stale === true ? 'Stale' : 'Applied');
    if (stale === true) expect(JSON.stringify(state)).toBe(before);
    if (say.execType === 'Replaced') expect(state.acceptedId).toBe(clOrdId);
    if (effect.addedQty === 0) return;
    expect([effect.overfill, effect.mismatch]).toEqual([false, false]);
    const day = say.execType === 'TradeCorrect' ? original?.day : state.day;
    this.booked.set(say.execId ?? '', { quantity: effect.addedQty, price: effect.addedPx, day: day ?? 0 });
  }

  private row(): string {
    const { state } = this;
    const average = averagePriceOf(state.notional, state.cumQty, 2) ?? '0';
    const head = `${ordStatusOf(state)} ${state.quantity} ${state.cumQty} ${leavesOf(state)} ${average}`;
    const day = dayOf(state);
    if (day === undefined) return head;
    return `${head} day ${day.orderQty} ${day.cumQty} ${averagePriceText(day.notional, day.cumQty, 2) ?? '0'}`;
  }
}

describe.each(Object.entries(APPENDIX_D))('order state change matrices %s', (_group, scenarios) => {
  it.each(scenarios.map((one) => [`${one.ref} ${one.title}`, one] as const))('%s', (_name, scenario) => {
    const play = new Play(scenario);
    for (const step of scenario.steps) play.step(step);
  });
});

describe('a cancel that the broker cannot place', () => {
  it('says nothing of whether the order arrived', () => {
    const scenario = APPENDIX_D['B']?.find(({ ref }) => ref === 'B.1.f');
    if (scenario === undefined) throw new Error('no scenario');
    const play = new Play(scenario);
    for (const step of scenario.steps) play.step(step);
    expect(play.state.local).toBe('Sent');
  });
});
