import { afterEach, describe, expect, it } from '@jest/globals';
import { RiskBuilder } from '@bourseworks/risk';
import { Desk, IBM } from '../../test/desk.js';
import type { KillPhase } from './kill-flow.js';

let desk = new Desk();
afterEach(() => {
  desk.replayed();
  desk = new Desk();
});

const FIRM = { scope: 'firm', id: 'all' } as const;

function onlyKill(of = desk) {
  const [kill] = of.engine.kills.list();
  if (kill === undefined) throw new Error('no switch is on');
  return kill;
}

/** The phase, which a process that takes over now comes to as well. */
function phase(): KillPhase {
  const [replayed] = desk.replayed().kills.list();
  expect(replayed?.phase).toBe(onlyKill().phase);
  return onlyKill().phase;
}

const step = (to: 'VERIFIED' | 'ESCALATED' | 'FLATTENING' | 'FLAT', detail = ''): number =>
  desk.take(desk.engine.kills.step(onlyKill(), to, detail, desk.now)).records.length;

function hold(quantity: number, change: { strategy?: string; side?: 'BUY' | 'SELL'; account?: string } = {}): void {
  const clOrdId = desk.working({ quantity: String(quantity), price: '1.00', ...change });
  desk.fill(clOrdId, quantity, 100);
}

function flatten(): { problems: string[]; sent: string[] } {
  const problems: string[] = [];
  const { effects } = desk.take(desk.engine.kills.flatten(onlyKill(), desk.now, problems));
  return { problems, sent: effects.flatMap((one) => (one.kind === 'send' ? [one.order.clOrdId] : [])) };
}

describe('the flow of a kill', () => {
  it('is CANCELLING while orders are open, BLOCKED when none is, VERIFIED when the broker said so', () => {
    const clOrdId = desk.working();
    desk.control('kill');
    expect(phase()).toBe('CANCELLING');
    expect(step('VERIFIED')).toBe(0);
    desk.report('Canceled', clOrdId);
    expect(phase()).toBe('BLOCKED');
    expect(step('VERIFIED')).toBe(1);
    expect(step('VERIFIED')).toBe(0);
    expect(phase()).toBe('VERIFIED');
    expect(onlyKill().isDone).toBe(true);
  });

  it('escalates with what is left, once, and goes on from there', () => {
    const clOrdId = desk.working();
    desk.control('kill');
    expect(step('ESCALATED', '1 order open')).toBe(1);
    expect(step('ESCALATED', '1 order open')).toBe(0);
    expect(desk.alarms().at(-1)).toBe('RISK_KILL_ESCALATED');
    expect(onlyKill()).toMatchObject({ phase: 'ESCALATED', stage: 'CANCEL', detail: '1 order open' });
    desk.report('Canceled', clOrdId);
    expect(step('VERIFIED')).toBe(1);
    expect(phase()).toBe('VERIFIED');
  });

  it('takes no step of a kill that was taken off or set anew meanwhile', () => {
    desk.control('kill');
    const old = onlyKill();
    desk.control('kill');
    expect(desk.take(desk.engine.kills.step(old, 'VERIFIED', '', desk.now)).records).toEqual([]);
    desk.control('rearm');
    expect(desk.take(desk.engine.kills.step(old, 'VERIFIED', '', desk.now)).records).toEqual([]);
    expect(desk.engine.kills.list()).toEqual([]);
  });

  it('is re-armed once verified, or by force', () => {
    desk.control('kill');
    expect(desk.control('rearm', { force: false })).toMatchObject({ killed: true, code: 'RISK_KILL_UNVERIFIED' });
    step('ESCALATED', 'the broker is away');
    expect(desk.control('rearm', { force: false }).reason).toContain('ESCALATED (the broker is away)');
    expect(desk.control('rearm', { force: true })).toMatchObject({ killed: false, code: undefined });
    expect(desk.journal.at(-1)).toMatchObject({ type: 'Rearm', forced: true });
    desk.control('kill');
    step('VERIFIED');
    expect(desk.control('rearm', { force: false })).toMatchObject({ killed: false, code: undefined });
    expect(desk.journal.at(-1)).toMatchObject({ type: 'Rearm', forced: false });
  });
});

describe('a kill with flatten', () => {
  it('closes every position of its scope past the latch, without any price, and is not re-armed before', () => {
    hold(30);
    hold(20, { strategy: 't', side: 'SELL' });
    desk.control('kill', { ...FIRM, flatten: true });
    step('VERIFIED');
    expect(onlyKill().isDone).toBe(false);
    expect(desk.control('rearm', { force: false }).code).toBe('RISK_KILL_UNVERIFIED');
    expect(flatten().sent).toEqual([]);
    step('FLATTENING');
    const { sent, problems } = flatten();
    expect(problems).toEqual([]);
    const orders = desk.engine.kills.scope(FIRM).closing;
    expect(orders.map(({ strategy, side, quantity }) => [strategy, side, quantity])).toEqual([
      ['s', 'SELL', 30],
      ['t', 'BUY', 20],
    ]);
    expect(orders.every(({ reduceOnly }) => reduceOnly)).toBe(true);
    expect(desk.journal.filter(({ type }) => type === 'Intent').at(-1)).toMatchObject({ cause: 'kill' });
    // What is on its way is not sent again.
    expect(flatten().sent).toEqual([]);
    desk.release();
    for (const { clOrdId, quantity } of orders) desk.fill(clOrdId, quantity, 100);
    expect(sent).toHaveLength(2);
    expect(desk.engine.kills.scope(FIRM)).toEqual({ open: [], closing: [], held: [] });
    step('FLAT');
    expect(phase()).toBe('FLAT');
    expect(desk.control('rearm', { force: false }).code).toBeUndefined();
  });

  it('asks for no limit and no fresh price', () => {
    const risk = RiskBuilder.for('firm').priceCollar({ bps: 100, maxAgeUs: 1_000_000 }).maxOpenOrders(1).build();
    desk = new Desk({ risk });
    desk.engine.onMark(IBM, { bid: 5_000, ask: 5_000 }, desk.now);
    const bought = desk.working({ quantity: '30', price: '50.00' });
    desk.fill(bought, 30, 5_000);
    desk.working({ strategy: 't', quantity: '1', price: '50.00' });
    desk.now += 60_000_000;
    expect(desk.submit({ side: 'SELL', type: 'MARKET', price: undefined, quantity: '30' }).code).toBe(
      'RISK_STALE_REFERENCE',
    );
    desk.control('kill', { scope: 'strategy', id: 's', flatten: true });
    step('VERIFIED');
    step('FLATTENING');
    expect(flatten()).toMatchObject({ sent: [expect.any(String)], problems: [] });
  });

  it('leaves positions beside its scope alone', () => {
    hold(30);
    hold(20, { strategy: 't' });
    desk.control('kill', { scope: 'strategy', id: 't', flatten: true });
    step('VERIFIED');
    step('FLATTENING');
    flatten();
    expect(desk.engine.kills.scope(FIRM).closing.map(({ strategy }) => strategy)).toEqual(['t']);
  });

  it('does not cancel its own closing orders, nor does another kill; people may', () => {
    hold(30);
    desk.control('kill', { ...FIRM, flatten: true });
    step('VERIFIED');
    step('FLATTENING');
    const [clOrdId] = flatten().sent;
    desk.release();
    expect(desk.take(desk.engine.enforceKills(desk.now)).records).toEqual([]);
    expect(desk.control('kill', { scope: 'account', id: 'A' }).cancelled).toBe(0);
    expect(desk.cancel(clOrdId).code).toBeUndefined();
  });

  it('closes what an order did not fill, in parts that the venue takes', () => {
    hold(100_000);
    hold(50_000);
    desk.control('kill', { ...FIRM, flatten: true });
    step('VERIFIED');
    step('FLATTENING');
    const { sent } = flatten();
    desk.release();
    expect(desk.engine.kills.scope(FIRM).closing.map(({ quantity }) => quantity)).toEqual([100_000, 50_000]);
    desk.fill(sent[0], 60_000, 100);
    desk.report('Canceled', sent[0]);
    desk.fill(sent[1], 50_000, 100);
    flatten();
    expect(desk.engine.kills.scope(FIRM).closing.map(({ quantity }) => quantity)).toEqual([40_000]);
  });

  it('says what cannot be closed', () => {
    hold(30);
    desk.control('kill', { ...FIRM, flatten: true });
    step('VERIFIED');
    step('FLATTENING');
    desk.engine.setIntake('*', 'RECONCILING');
    expect(flatten()).toEqual({ sent: [], problems: ['A takes no orders now'] });
  });

  it('is not taken back by a kill without it', () => {
    desk.control('kill', { ...FIRM, flatten: true });
    desk.control('kill');
    expect(onlyKill()).toMatchObject({ flatten: true, phase: 'BLOCKED' });
  });

  it.each(['CANCELLING', 'BLOCKED', 'VERIFIED', 'FLATTENING', 'ESCALATED', 'FLAT'] as const)(
    'goes on after a restart in phase %s',
    (at) => {
      hold(30);
      const open = desk.working({ price: '1.00' });
      desk.control('kill', { ...FIRM, flatten: true });
      const way: readonly [KillPhase, () => void][] = [
        ['CANCELLING', () => desk.report('Canceled', open)],
        ['BLOCKED', () => void step('VERIFIED')],
        ['VERIFIED', () => void step('FLATTENING')],
        ['FLATTENING', () => void step('ESCALATED', 'not filled')],
        ['ESCALATED', () => finish()],
        ['FLAT', () => undefined],
      ];
      const finish = (): void => {
        flatten();
        desk.release();
        for (const { clOrdId, quantity } of desk.engine.kills.scope(FIRM).closing) desk.fill(clOrdId, quantity, 100);
        step('FLAT');
      };
      for (const [name, on] of way) {
        expect(onlyKill().phase).toBe(name);
        if (name === at) {
          desk.restart();
          desk.engine.setIntake('A', 'OPEN');
          expect(onlyKill().phase).toBe(name);
          expect(desk.submit().code).toBe('RISK_KILLED');
          if (name === 'CANCELLING') {
            // What became of the cancel is not known: the broker is asked, and it is sent again.
            const state = { clOrdId: open, venueOrderId: 'v', cumQty: 0, leavesQty: 100, open: true };
            desk.take(desk.engine.reconcile(open, state, [], desk.now));
            const again = desk.take(desk.engine.enforceKills(desk.now));
            expect(again.effects.map(({ kind }) => kind)).toEqual(['event', 'cancel']);
            desk.release();
          }
        }
        on();
      }
      expect(onlyKill()).toMatchObject({ phase: 'FLAT', isDone: true });
    },
  );
});

describe('a re-arming by two people', () => {
  const ann = { actor: 'ann', actorId: 'u1' } as const;
  const rita = { actor: 'rita', actorId: 'u2' } as const;

  function killed(): void {
    desk = new Desk({ rearmSecondPerson: true });
    desk.control('kill');
    step('VERIFIED');
  }

  it('is proposed by the first and executed by another', () => {
    killed();
    expect(desk.control('rearm', ann)).toMatchObject({ killed: true, awaiting: true, code: undefined });
    expect(desk.submit().code).toBe('RISK_KILLED');
    expect(desk.control('rearm', rita)).toMatchObject({ killed: false, awaiting: false, code: undefined });
    expect(desk.journal.at(-1)).toMatchObject({ type: 'Rearm', actor: 'rita', proposer: 'ann' });
  });

  it.each([
    ['the same person', ann],
    ['the same id under another name', { actor: 'anna', actorId: 'u1' }],
    ['the same name under another id', { actor: 'ann', actorId: 'u9' }],
  ])('is refused to %s', (_who, again) => {
    killed();
    desk.control('rearm', ann);
    const records = desk.journal.length;
    expect(desk.control('rearm', again)).toMatchObject({ killed: true, code: 'RISK_REARM_SECOND_PERSON' });
    expect(desk.journal).toHaveLength(records);
    expect(desk.control('rearm', rita).killed).toBe(false);
  });

  it('answers a repeat of the first request as the first', () => {
    killed();
    desk.control('rearm', { ...ann, commandId: 'p1' });
    expect(desk.control('rearm', { ...ann, commandId: 'p1' })).toMatchObject({ killed: true, awaiting: true });
  });

  it('waits for 15 minutes, over a restart; then it is to be proposed again', () => {
    killed();
    desk.control('rearm', ann);
    desk.restart();
    desk.now += 15 * 60_000_000 + 1;
    expect(desk.control('rearm', rita)).toMatchObject({ killed: true, awaiting: true });
    desk.now += 15 * 60_000_000;
    expect(desk.control('rearm', ann)).toMatchObject({ killed: false });
    expect(desk.journal.at(-1)).toMatchObject({ proposer: 'rita' });
  });

  it('is void once the scope is killed again', () => {
    killed();
    desk.control('rearm', ann);
    desk.control('kill');
    step('VERIFIED');
    expect(desk.control('rearm', rita)).toMatchObject({ killed: true, awaiting: true });
  });
});
