import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk } from '@bourseworks/domain';
import { RiskBuilder } from '@bourseworks/risk';
import {
  buy,
  crosses,
  deskOf,
  HOLD,
  positions,
  quote,
  refusals,
  release,
  sell,
  sends,
  STALE,
  statusOf,
  text,
} from '../../test/crossing-desk.js';
import { Desk, IBM, MONEY } from '../../test/desk.js';

describe('internal crossing', () => {
  it('is off by default: nothing is held', () => {
    const desk = new Desk();
    desk.submit(buy);
    expect(sends(desk)).toHaveLength(1);
    expect(desk.engine.nextReleaseUs).toBeUndefined();
  });

  it('NET holds orders, then nets what stands against each other at the midpoint and sends the rest', () => {
    const desk = deskOf('NET');
    const { clOrdId: b, ordStatus } = desk.submit(buy);
    const { clOrdId: a } = desk.submit({ ...sell, quantity: '30' });
    expect(ordStatus).toBe('PendingNew');
    expect(desk.engine.nextReleaseUs).toBe(desk.now + HOLD);
    release(desk, HOLD - 1);
    expect([sends(desk), crosses(desk)]).toEqual([[], []]);
    expect(desk.engine.reserved('A').openOrders).toBe(2);
    release(desk, 1);
    expect(crosses(desk)).toEqual([[30, 5_000]]);
    expect(sends(desk)).toEqual([[b, 70]]);
    expect(text(desk, a)).toBe('Filled/Acknowledged 30+0');
    expect(text(desk, b)).toBe('PartiallyFilled/Intent 30+70');
    expect(positions(desk)).toEqual([30, -30, 0, 0]);
    expect(desk.engine.portfolio.cash('A')).toBe(1_000_000n * MONEY);
    const fills = desk.events().filter(({ execType }) => execType === 'Trade');
    const [first, second] = fills.map(({ execId }) => execId?.replace(/-[bs]$/, ''));
    expect(first).toBe(second);
    expect(fills.map(({ execId, fee, lastPx, lastMkt }) => [execId?.slice(-2), fee, lastPx, lastMkt])).toEqual([
      ['-b', 0n, 5_000, 'internal'],
      ['-s', 0n, 5_000, 'internal'],
    ]);
    expect(desk.engine.nextReleaseUs).toBeUndefined();
    desk.replayed();
  });

  it('CROSS matches on arrival, oldest first, and holds the rest', () => {
    const desk = deskOf('CROSS');
    const { clOrdId: first } = desk.submit({ ...sell, quantity: '30' });
    const { clOrdId: second } = desk.submit({ ...sell, strategy: 'u', quantity: '50' });
    const { clOrdId: b } = desk.submit({ ...buy, type: 'MARKET', price: undefined, quantity: '60' });
    expect(crosses(desk)).toEqual([
      [30, 5_000],
      [30, 5_000],
    ]);
    expect([first, second, b].map((id) => text(desk, id))).toEqual([
      'Filled/Acknowledged 30+0',
      'PartiallyFilled/Intent 30+20',
      'Filled/Acknowledged 60+0',
    ]);
    release(desk);
    expect(sends(desk)).toEqual([[second, 20]]);
    desk.replayed();
  });

  it('rounds the midpoint down to the tick: the half tick is the buyer’s', () => {
    const desk = deskOf('CROSS');
    quote(desk, 4_990, 4_991);
    desk.submit(buy);
    desk.submit(sell);
    expect(crosses(desk)).toEqual([[100, 4_990]]);
  });

  it('does not hold orders that do not wait, and those that are too many', () => {
    const policy = { mode: 'NET', holdUs: HOLD, maxQuoteAgeUs: STALE } as const;
    const desk = deskOf('NET', { crossing: { policyOf: () => policy }, maxHeld: 1 });
    const ioc = desk.submit({ ...buy, timeInForce: 'IOC' }).clOrdId;
    desk.submit(buy);
    const third = desk.submit({ ...buy, quantity: '5' }).clOrdId;
    expect(sends(desk)).toEqual([
      [ioc, 100],
      [third, 5],
    ]);
    expect(refusals(desk)).toEqual(['RISK_CROSS_LIMIT']);
  });

  it('sends what it does not cross, with the reason', () => {
    const code = (change: (desk: Desk) => void, desk = deskOf('NET'), b = {}, a = {}): string[] => {
      desk.submit({ ...buy, ...b });
      desk.submit({ ...sell, ...a });
      change(desk);
      const before = desk.effects.length;
      release(desk);
      expect(crosses(desk)).toEqual([]);
      expect(desk.effects.slice(before).some(({ kind }) => kind === 'send')).toBe(true);
      const told = refusals(desk);
      for (const one of told) expect(desk.alarms()).toContain(one);
      desk.replayed();
      return told;
    };
    const nothing = (): void => undefined;
    expect(code((desk) => quote(desk, -1))).toEqual(['RISK_CROSS_NO_BOOK']);
    expect(code((desk) => (desk.now += STALE))).toEqual(['RISK_CROSS_STALE']);
    // Trades are no book: they do not make it fresh.
    const traded = (desk: Desk): void => {
      desk.now += STALE;
      desk.engine.onMark(IBM, { last: 5_000 }, desk.now);
    };
    expect(code(traded)).toEqual(['RISK_CROSS_STALE']);
    expect(code((desk) => quote(desk, 5_000, 5_000))).toEqual(['RISK_CROSS_LOCKED']);
    expect(code((desk) => quote(desk, 5_001, 5_000))).toEqual(['RISK_CROSS_LOCKED']);
    const halted = (desk: Desk): void => void desk.engine.onMark(IBM, { halted: true }, desk.now);
    expect(code(halted)).toEqual(['RISK_CROSS_HALTED']);
    expect(code(nothing, deskOf('NET'), {}, { strategy: 's' })).toEqual(['RISK_CROSS_STRATEGY']);
    expect(code(nothing, deskOf('NET'), {}, { price: '50.01' })).toEqual(['RISK_CROSS_PRICE']);
    expect(code(nothing, deskOf('NET'), { price: '49.99' })).toEqual(['RISK_CROSS_PRICE']);
    const age = RiskBuilder.for('firm').priceCollar({ bps: 500, maxAgeUs: 500 }).build();
    expect(code(nothing, deskOf('NET', { risk: age }))).toEqual(['RISK_STALE_REFERENCE']);
  });

  it('never crosses accounts, and tells owners apart', () => {
    for (const [account, code] of [
      ['B', 'RISK_CROSS_ACCOUNT'],
      ['C', 'RISK_CROSS_OWNER'],
    ]) {
      const desk = deskOf('NET');
      desk.submit(buy);
      desk.submit({ ...sell, account });
      release(desk);
      expect([crosses(desk), refusals(desk)]).toEqual([[], [code]]);
    }
  });

  it('leaves no rest that is too small for the broker', () => {
    const base = { venue: 'sim', symbol: 'IBM', assetClass: 'equity', currency: 'USD', tickSize: '0.01' } as const;
    const large = expectOk(defineInstrument({ ...base, lotSize: '1', minQuantity: '50', maxQuantity: '100000' }));
    const desk = deskOf('NET', { instruments: { find: () => large } });
    desk.engine.onMark(large, { bid: 4_990, ask: 5_010 }, desk.now);
    desk.submit(buy);
    desk.submit({ ...sell, quantity: '60' });
    release(desk);
    expect(crosses(desk)).toEqual([]);
    expect(refusals(desk)).toEqual(['RISK_CROSS_QUANTITY']);
  });

  it('leaves what is released to self-trade prevention', () => {
    const desk = deskOf('NET');
    const { clOrdId: b } = desk.submit(buy);
    desk.submit({ ...sell, strategy: 's' });
    const [, { clOrdId: a }] = desk.engine.openOrders();
    release(desk);
    expect(sends(desk)).toEqual([[b, 100]]);
    expect(statusOf(desk, a)).toMatchObject({ ordStatus: 'Canceled', code: 'RISK_SELF_TRADE', cumQty: 0 });
    expect(desk.journal.find(({ type }) => type === 'SelfTrade')).toMatchObject({ clOrdId: a, restingId: b });
    desk.replayed();
  });

  it('makes a released order smaller where the overlap is taken off both', () => {
    const selfTrade = { modeOf: () => 'DECREMENT' as const, ownerOf: (account: string) => account };
    const desk = deskOf('NET', { selfTrade });
    desk.submit({ ...buy, quantity: '40', timeInForce: 'GTC' });
    release(desk);
    desk.release();
    const { clOrdId: a } = desk.submit({ ...sell, quantity: '100' });
    release(desk);
    expect(sends(desk).at(-1)).toEqual([a, 60]);
    expect(text(desk, a)).toBe('PendingNew/Intent 0+60');
    desk.replayed();
  });
});
