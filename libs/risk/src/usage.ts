import { COLUMN, type Counters } from './tree/counters.js';
import { idOf, notionalText, unitsText } from './denial.js';
import type { RiskScope } from './config/risk-config.js';
import type { LevelLimits } from './tree/limits.js';
import { total } from './tree/money.js';
import type { RiskEngine } from './risk-engine.js';
import type { RiskPath } from './tree/risk-tree.js';

/** How far a limit is used up. Decimal texts; `limit` in the unit of what it limits. */
export interface LimitUsage {
  readonly scope: RiskScope;
  readonly id: string;
  readonly account: string;
  /** `venue/symbol` where the limit is counted per instrument, else empty. */
  readonly symbol: string;
  /** Name of the limit in the rules. */
  readonly kind: string;
  readonly limit: string;
  readonly used: string;
  /** used / limit in basis points; more than 10000 after a limit was lowered or a market moved. */
  readonly usedBps: number;
}

export interface UsageFilter {
  readonly account?: string;
  readonly strategy?: string;
}

function bps(used: number, limit: number): number {
  if (limit === 0) return used === 0 ? 0 : 10_000;
  return Math.round((used / limit) * 10_000);
}

class Rows {
  readonly rows = new Map<string, LimitUsage>();

  add(
    where: { scope: RiskScope; id: string },
    account: string,
    symbol: string,
    kind: string,
    limit: number,
    used: number,
    text: (value: number) => string,
  ): void {
    if (limit === Infinity || Number.isNaN(used)) return;
    const { scope, id } = where;
    const row = { scope, id, account, symbol, kind, limit: text(limit), used: text(used), usedBps: bps(used, limit) };
    this.rows.set(`${scope}|${id}|${account}|${symbol}|${kind}`, row);
  }
}

function ofLevel(rows: Rows, counters: Counters, path: RiskPath, level: LevelLimits, one: number, nowUs: number): void {
  const { instrument } = path;
  const where = { scope: level.scope, id: idOf(path, level.scope) };
  const account = level.scope === 'firm' || level.scope === 'symbol' ? '' : path.account;
  const quantity = (value: number) => unitsText(value, instrument.qtyScale);
  const get = (column: (typeof COLUMN)[keyof typeof COLUMN]) => counters.get(one, column);
  const position = get(COLUMN.position);
  const long = Math.max(0, position + get(COLUMN.openBuy));
  const short = Math.max(0, get(COLUMN.openSell) - position);
  const { key } = instrument;
  rows.add(where, account, key, 'maxLong', level.maxLong, long, quantity);
  rows.add(where, account, key, 'maxShort', level.maxShort, short, quantity);
  const open = counters.get(level.all, COLUMN.openOrders);
  rows.add(where, account, '', 'maxOpenOrders', level.maxOpenOrders, open, String);
  const sum = (column: (typeof COLUMN)[keyof typeof COLUMN]) => total(counters, level.money, column);
  const [buys, sells, net] = [sum(COLUMN.openBuyNotional), sum(COLUMN.openSellNotional), sum(COLUMN.netNotional)];
  rows.add(
    where,
    account,
    '',
    'maxGrossNotional',
    level.maxGross,
    buys + sells + sum(COLUMN.heldNotional),
    notionalText,
  );
  const worst = Math.max(net + buys, sells - net);
  rows.add(where, account, '', 'maxNetNotional', level.maxNet, worst, notionalText);
  for (const [kind, rings] of [
    ['orderRate', level.orders],
    ['replaceRate', level.replaces],
    ['messageRate', level.messages],
  ] as const)
    for (const ring of rings) rows.add(where, account, '', kind, ring.count, ring.used(nowUs), String);
}

/** Every limit that is counted, of the paths that were traded, the most used first. At most `limit` rows. */
export function usageOf(risk: RiskEngine, filter: UsageFilter, nowUs: number, limit: number): LimitUsage[] {
  const rows = new Rows();
  for (const path of risk.tree.allPaths()) {
    if (filter.account !== undefined && filter.account !== path.account) continue;
    if (filter.strategy !== undefined && filter.strategy !== path.strategy) continue;
    for (const [n, level] of path.limits.levels.entries())
      ofLevel(rows, risk.tree.counters, path, level, path.one[n], nowUs);
  }
  for (const { scope, id, kind, limit: most, used } of risk.lossUsage())
    rows.add({ scope, id }, '', '', kind, most, used, notionalText);
  return [...rows.rows.values()].sort((a, b) => b.usedBps - a.usedBps).slice(0, limit);
}
