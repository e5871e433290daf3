import { COLUMN, type Counters } from './tree/counters.js';
import { notionalText, unitsText } from './denial.js';
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

interface Row {
  readonly scope: RiskScope;
  readonly id: string;
  readonly account: string;
  readonly symbol: string;
  readonly kind: string;
  readonly limit: number;
  readonly used: number;
  readonly usedBps: number;
  readonly text: (value: number) => string;
}

class Rows {
  private readonly rows = new Map<string, Row>();

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
    const row = { scope, id, account, symbol, kind, limit, used, usedBps: bps(used, limit), text };
    this.rows.set(`${scope}|${id}|${account}|${symbol}|${kind}`, row);
  }

  /** Only what is shown becomes text: of many thousands of limits that is a small part. */
  first(count: number): LimitUsage[] {
    const sorted = [...this.rows.values()].sort((a, b) => b.usedBps - a.usedBps);
    return sorted
      .slice(0, count)
      .map(({ text, limit, used, ...row }) => ({ ...row, limit: text(limit), used: text(used) }));
  }
}

function ofLevel(rows: Rows, counters: Counters, path: RiskPath, level: LevelLimits, nowUs: number): void {
  const { instrument } = path;
  const account = level.scope === 'firm' || level.scope === 'symbol' ? '' : path.account;
  const quantity = (value: number) => unitsText(value, instrument.qtyScale);
  const get = (column: (typeof COLUMN)[keyof typeof COLUMN]) => counters.get(level.one, column);
  const position = get(COLUMN.position);
  const long = Math.max(0, position + get(COLUMN.openBuy));
  const short = Math.max(0, get(COLUMN.openSell) - position);
  const { key } = instrument;
  rows.add(level, account, key, 'maxLong', level.maxLong, long, quantity);
  rows.add(level, account, key, 'maxShort', level.maxShort, short, quantity);
  const open = counters.get(level.all, COLUMN.openOrders);
  rows.add(level, account, '', 'maxOpenOrders', level.maxOpenOrders, open, String);
  const sum = (column: (typeof COLUMN)[keyof typeof COLUMN]) => total(counters, level.money, column);
  const [buys, sells, net] = [sum(COLUMN.openBuyNotional), sum(COLUMN.openSellNotional), sum(COLUMN.netNotional)];
  rows.add(
    level,
    account,
    '',
    'maxGrossNotional',
    level.maxGross,
    buys + sells + sum(COLUMN.heldNotional),
    notionalText,
  );
  const worst = Math.max(net + buys, sells - net);
  rows.add(level, account, '', 'maxNetNotional', level.maxNet, worst, notionalText);
  for (const [kind, rings] of [
    ['orderRate', level.orders],
    ['replaceRate', level.replaces],
    ['messageRate', level.messages],
  ] as const)
    for (const ring of rings) rows.add(level, account, '', kind, ring.count, ring.used(nowUs), String);
}

/** Every limit that is counted, of the paths that were traded, the most used first. At most `limit` rows. */
export function usageOf(risk: RiskEngine, filter: UsageFilter, nowUs: number, limit: number): LimitUsage[] {
  const rows = new Rows();
  const strategies = new Set<string>();
  for (const path of risk.tree.allPaths()) {
    if (filter.account !== undefined && filter.account !== path.account) continue;
    if (filter.strategy !== undefined && filter.strategy !== path.strategy) continue;
    strategies.add(path.strategy);
    for (const level of path.limits.levels) ofLevel(rows, risk.tree.counters, path, level, nowUs);
  }
  for (const { scope, id, kind, limit: most, used } of risk.lossUsage()) {
    if (scope === 'account' && filter.account !== undefined && filter.account !== id) continue;
    if (scope === 'strategy' && !strategies.has(id)) continue;
    rows.add({ scope, id }, scope === 'account' ? id : '', '', kind, most, used, notionalText);
  }
  return rows.first(limit);
}
