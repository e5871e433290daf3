import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk } from '@bourseworks/domain';
import type { RiskConfig } from './config/risk-config.js';
import { RiskEngine } from './risk-engine.js';
import { usageOf, usageOverview, type LimitUsage } from './usage.js';

const instrumentOf = (symbol: string, currency = 'USD') =>
  expectOk(
    defineInstrument({ venue: 'v', symbol, assetClass: 'crypto', currency, tickSize: '0.01', lotSize: '0.001' }),
  );
const [x, y, euro] = [instrumentOf('X'), instrumentOf('Y'), instrumentOf('Z', 'EUR')];

const config: RiskConfig = {
  version: 1,
  rules: [
    { scope: 'firm', id: 'all', maxOpenOrders: 10, maxGrossNotional: '1000' },
    { scope: 'account', id: '*', maxPosition: '5', dailyLoss: { haltAt: '100' } },
    { scope: 'strategy', id: '*', drawdown: { haltAt: '50' }, orderRate: { count: 4, windowUs: 1_000_000 } },
    { scope: 'symbol', id: 'v/X', maxLong: '2' },
  ],
};

/** Two accounts with a strategy each, of which one has an open order to buy one X. */
function traded(): RiskEngine {
  const risk = new RiskEngine(config);
  const mine = risk.path('A', 's', x);
  risk.path('A', 's', y);
  risk.path('B', 't', x);
  risk.tree.reserve(mine, 'BUY', 1_000, 500_000, 1);
  risk.noteOrder(mine, 'BUY', false, 1_000, 5_000, 1);
  return risk;
}

const names = (rows: readonly LimitUsage[]): string[] =>
  rows.map(({ scope, id, symbol, kind, used, limit }) =>
    [scope, id, ...(symbol === '' ? [] : [symbol]), kind, `${used}/${limit}`].join(' '),
  );

describe('the use of limits', () => {
  it('is told once for each, the most used first, in the unit of what is limited', () => {
    const rows = usageOf(traded(), { account: 'A' }, 1, 100);
    expect(names(rows).slice(0, 5)).toEqual([
      'symbol v/X v/X maxLong 1/2',
      'strategy s orderRate 1/4',
      'account A v/X maxLong 1/5',
      'firm all maxOpenOrders 1/10',
      'firm all maxGrossNotional 50.00/1000.00',
    ]);
    expect(rows.map(({ usedBps }) => usedBps)).toEqual([5_000, 2_500, 2_000, 1_000, 500, ...Array(5).fill(0)]);
    expect(new Set(names(rows)).size).toBe(rows.length);
    expect(usageOf(traded(), {}, 1, 3)).toHaveLength(3);
  });

  it('of buying power is the cost of open buys, of what the account can pay', () => {
    const rules = [{ scope: 'account', id: 'A', buyingPower: { model: 'CASH', credit: '20' } }] as const;
    const risk = new RiskEngine({ version: 1, rules });
    risk.tree.fund('A', 'USD', 80n * 10n ** 18n);
    risk.tree.reserve(risk.path('A', 's', x), 'BUY', 1_000, 500_000, 1);
    expect(names(usageOf(risk, {}, 1, 10))).toEqual(['account A buyingPower 50.00/100.00']);
  });

  it('of an account or a strategy leaves out losses of others', () => {
    const losses = (rows: readonly LimitUsage[]): string[] =>
      rows.filter(({ kind }) => /Loss|drawdown/.test(kind)).map(({ scope, id }) => `${scope} ${id}`);
    expect(losses(usageOf(traded(), { account: 'A' }, 1, 100)).toSorted()).toEqual(['account A', 'strategy s']);
    expect(losses(usageOf(traded(), { strategy: 't' }, 1, 100))).toContain('strategy t');
    expect(losses(usageOf(traded(), { strategy: 't' }, 1, 100))).not.toContain('strategy s');
  });

  it('of a limit that holds in each currency by itself is that of the currency with the most', () => {
    const risk = traded();
    risk.tree.reserve(risk.path('B', 't', euro), 'BUY', 1_000, 9_000_000, 1);
    const gross = usageOf(risk, {}, 1, 100).filter(({ kind }) => kind === 'maxGrossNotional');
    expect(gross).toMatchObject([{ scope: 'firm', used: '900.00', usedBps: 9_000 }]);
  });

  it('is seen for every account at once, with what stands above all of them', () => {
    const risk = traded();
    const { byAccount, mostUsedBps } = usageOverview(risk, ['A', 'B'], 1, 100);
    expect(mostUsedBps).toEqual({ firm: 1_000, account: 2_000, strategy: 2_500, symbol: 5_000 });
    const own = (rows: readonly LimitUsage[] = []): string[] =>
      names(rows.filter(({ account }) => account !== '')).toSorted();
    for (const account of ['A', 'B']) {
      expect(own(byAccount.get(account))).toEqual(own(usageOf(risk, { account }, 1, 100)));
      expect(names(byAccount.get(account) ?? [])).toContain('symbol v/X v/X maxLong 1/2');
      expect(usageOverview(risk, ['A', 'B'], 1, 2).byAccount.get(account)).toHaveLength(2);
    }
  });
});
