import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk } from '@bourseworks/domain';
import { Portfolio } from '../book/portfolio.js';
import { LotLedger, MAX_OPEN_LOTS } from './lot-ledger.js';

const MONEY = 10n ** 18n;
const ibm = expectOk(
  defineInstrument({
    venue: 'v',
    symbol: 'IBM',
    assetClass: 'equity',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '1',
  }),
);

const lots = (ledger: LotLedger) => [...ledger.open()].map(({ id, quantity, cost }) => [id, quantity, cost]);

describe('lots', () => {
  it('realise first in, first out, where the position realises by average cost; both together are the same', () => {
    const portfolio = new Portfolio([{ id: 'A', currency: 'USD', cash: 0n, lots: true }]);
    portfolio.fill('A', 's', ibm, 10, 1_000);
    portfolio.fill('A', 's', ibm, 10, 2_000);
    portfolio.fill('A', 's', ibm, -15, 3_000);
    const ledger = portfolio.lots('A', 's', ibm.key);
    const position = portfolio.position('A', 's', ibm.key);
    // 10 at 10.00 and 5 at 20.00 against 15 at 30.00; on average they cost 15.00.
    expect([ledger?.realized, position?.realized]).toEqual([250n * MONEY, 225n * MONEY]);
    expect([ledger?.unrealized(3_000), position?.unrealized(3_000)]).toEqual([50n * MONEY, 75n * MONEY]);
  });

  it('of both sides stay open side by side and close by id; the position is their sum', () => {
    const portfolio = new Portfolio([{ id: 'A', currency: 'USD', cash: 100n * MONEY, lots: true }]);
    expect(portfolio.openLot('A', 's', ibm, 'up', 10, 1_000).ok).toBe(true);
    expect(portfolio.openLot('A', 's', ibm, 'down', -4, 1_100).ok).toBe(true);
    expect(portfolio.accountQuantity('A', ibm.key)).toBe(6);
    const close = expectOk(portfolio.closeLot('A', 's', ibm, 'down', 4, 900));
    expect(close).toMatchObject({ quantity: -4, cost: -44n * MONEY, proceeds: -36n * MONEY, realized: 8n * MONEY });
    expect(portfolio.accountQuantity('A', ibm.key)).toBe(10);
    expect(portfolio.cash('A')).toBe((100n - 100n + 44n - 36n) * MONEY);
  });

  it.each([
    ['LOT_UNKNOWN', (p: Portfolio) => p.closeLot('A', 's', ibm, 'other', 1, 900)],
    ['LOT_QUANTITY', (p: Portfolio) => p.closeLot('A', 's', ibm, 'up', 11, 900)],
    ['LOT_QUANTITY', (p: Portfolio) => p.closeLot('A', 's', ibm, 'up', 0, 900)],
    ['LOT_UNKNOWN', (p: Portfolio) => p.closeLot('A', 'other', ibm, 'up', 1, 900)],
    ['LOT_QUANTITY', (p: Portfolio) => p.openLot('A', 's', ibm, 'new', 0, 900)],
    ['LOT_QUANTITY', (p: Portfolio) => p.openLot('A', 'other', ibm, 'new', 2 ** 51, 900)],
    ['LOT_EXISTS', (p: Portfolio) => p.openLot('A', 's', ibm, 'up', 1, 900)],
    ['LOTS_NOT_KEPT', (p: Portfolio) => p.openLot('B', 's', ibm, 'up', 1, 900)],
    ['ACCOUNT_UNKNOWN', (p: Portfolio) => p.openLot('C', 's', ibm, 'up', 1, 900)],
  ] as const)('refuse with %s and change nothing', (code, action) => {
    const portfolio = new Portfolio([
      { id: 'A', currency: 'USD', cash: 0n, lots: true },
      { id: 'B', currency: 'USD', cash: 0n },
    ]);
    portfolio.openLot('A', 's', ibm, 'up', 10, 1_000);
    const before = [...portfolio.facts()];
    expect(action(portfolio)).toMatchObject({ ok: false, refusal: { code } });
    expect([...portfolio.facts()]).toEqual(before);
    expect(portfolio.lots('A', 'other', ibm.key)).toBeUndefined();
  });

  it('are bounded: a fill beyond the bound joins the newest lot, an opening by id is refused', () => {
    const ledger = new LotLedger(ibm);
    for (let i = 0; i < MAX_OPEN_LOTS; i++) ledger.fill(1, 1_000 + i, 0);
    expect(ledger.openLot('mine', 1, 1_000, 0)).toMatchObject({ ok: false, refusal: { code: 'LOT_LIMIT' } });
    ledger.fill(2, 5_000, 0);
    expect([ledger.size, ledger.quantity]).toEqual([MAX_OPEN_LOTS, MAX_OPEN_LOTS + 2]);
    const last = [...ledger.open()].at(-1);
    expect(last).toMatchObject({ quantity: 3, cost: (109_99n + 100_00n) * (MONEY / 100n) });
    ledger.fill(-(MAX_OPEN_LOTS + 2), 1_000, 0);
    expect([ledger.size, ledger.quantity, ledger.cost]).toEqual([0, 0, 0n]);
  });

  it('closed out of order leave the order of the others', () => {
    const ledger = new LotLedger(ibm);
    for (let i = 0; i < 300; i++) expectOk(ledger.openLot(`${i}`, 1, 1_000 + i, i));
    for (let i = 0; i < 300; i++) if (i % 3 !== 0) expectOk(ledger.closeLot(`${i}`, 1, 1_000, 300));
    expect(lots(ledger).map(([id]) => id)).toEqual(Array.from({ length: 100 }, (_, i) => `${3 * i}`));
    ledger.fill(-1, 1_000, 400);
    expect(lots(ledger)[0]?.[0]).toBe('3');
  });
});
