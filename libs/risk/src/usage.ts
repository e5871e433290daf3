import { buyingPowerOf } from './checks/amounts.js';
import { idOf, notionalText, unitsText } from './denial.js';
import { RISK_SCOPES, type RiskScope } from './config/risk-config.js';
import type { RiskEngine } from './risk-engine.js';
import { COLUMN, type Column, type Counters } from './tree/counters.js';
import type { LevelLimits } from './tree/limits.js';
import { total } from './tree/money.js';
import type { RateRing } from './tree/rate-ring.js';
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

/** Use of the limits above each account, and of the most used limit of each scope. */
export interface UsageOverview {
  /** The most used first. What belongs to no account, of the firm and of symbols, stands in every list. */
  readonly byAccount: ReadonlyMap<string, readonly LimitUsage[]>;
  readonly mostUsedBps: Readonly<Record<RiskScope, number>>;
}

/** A limit in numbers: of the many that there are, few are shown, and only those become text. */
interface Row {
  readonly scope: RiskScope;
  readonly id: string;
  readonly account: string;
  readonly symbol: string;
  readonly kind: string;
  readonly limit: number;
  readonly used: number;
  readonly usedBps: number;
  /** Decimals of a quantity, or one of the next two. */
  readonly scale: number;
}

/** Scales that are none: of a count, and of a notional. */
const COUNT = -1;
const NOTIONAL = -2;

function bps(used: number, limit: number): number {
  if (limit === 0) return used === 0 ? 0 : 10_000;
  return Math.round((used / limit) * 10_000);
}

function textOf(value: number, scale: number): string {
  if (scale === COUNT) return String(value);
  return scale === NOTIONAL ? notionalText(value) : unitsText(value, scale);
}

function usage({ scale, limit, used, ...row }: Row): LimitUsage {
  return { ...row, limit: textOf(limit, scale), used: textOf(used, scale) };
}

const mostUsedFirst = (a: Row, b: Row): number => b.usedBps - a.usedBps;

/** The first rows; of one limit that is counted in several currencies the most used. */
function first(sorted: Iterable<Row>, count: number): LimitUsage[] {
  const seen = new Set<string>();
  const rows: LimitUsage[] = [];
  for (const row of sorted) {
    if (rows.length >= count) break;
    const key = `${row.scope}|${row.id}|${row.account}|${row.symbol}|${row.kind}|${row.limit}`;
    if (seen.has(key)) continue;
    seen.add(key);
    rows.push(usage(row));
  }
  return rows;
}

/** Gathers the limits above paths. Each counter is looked at once, however many paths lie below it. */
class Gathering {
  readonly rows: Row[] = [];
  private readonly seen = RISK_SCOPES.map(() => ({
    one: new Set<number>(),
    all: new Set<number>(),
    money: new Set<number>(),
  }));

  constructor(
    private readonly counters: Counters,
    private readonly nowUs: number,
  ) {}

  path(path: RiskPath): void {
    const { levels } = path.limits;
    for (let n = 0; n < levels.length; n++) {
      const level = levels[n];
      const [one, money] = [path.one[n], level.money[0].node];
      const seen = this.seen[n];
      if (!seen.one.has(one)) this.ofInstrument(path, level, one);
      if (!seen.all.has(level.all)) this.ofLevel(path, level);
      if (!seen.money.has(money)) this.ofMoney(path, level);
      seen.one.add(one);
      seen.all.add(level.all);
      seen.money.add(money);
    }
  }

  add(
    scope: RiskScope,
    id: string,
    account: string,
    symbol: string,
    kind: string,
    limit: number,
    used: number,
    scale: number,
  ): void {
    if (limit === Infinity || Number.isNaN(used)) return;
    this.rows.push({ scope, id, account, symbol, kind, limit, used, usedBps: bps(used, limit), scale });
  }

  private above(
    path: RiskPath,
    scope: RiskScope,
    symbol: string,
    kind: string,
    limit: number,
    used: number,
    as: number,
  ) {
    const account = scope === 'firm' || scope === 'symbol' ? '' : path.account;
    this.add(scope, idOf(path, scope), account, symbol, kind, limit, used, as);
  }

  private ofInstrument(path: RiskPath, { scope, maxLong, maxShort }: LevelLimits, one: number): void {
    if (Math.min(maxLong, maxShort) === Infinity) return;
    const { counters } = this;
    const { key, qtyScale } = path.instrument;
    const position = counters.get(one, COLUMN.position);
    const long = Math.max(0, position + counters.get(one, COLUMN.openBuy));
    const short = Math.max(0, counters.get(one, COLUMN.openSell) - position);
    this.above(path, scope, key, 'maxLong', maxLong, long, qtyScale);
    this.above(path, scope, key, 'maxShort', maxShort, short, qtyScale);
  }

  private ofLevel(path: RiskPath, level: LevelLimits): void {
    const { scope, all, maxOpenOrders } = level;
    const open = this.counters.get(all, COLUMN.openOrders);
    this.above(path, scope, '', 'maxOpenOrders', maxOpenOrders, open, COUNT);
    this.ofRings(path, scope, 'orderRate', level.orders);
    this.ofRings(path, scope, 'replaceRate', level.replaces);
    this.ofRings(path, scope, 'messageRate', level.messages);
  }

  private ofRings(path: RiskPath, scope: RiskScope, kind: string, rings: readonly RateRing[]): void {
    for (const ring of rings) this.above(path, scope, '', kind, ring.count, ring.used(this.nowUs), COUNT);
  }

  private ofMoney(path: RiskPath, level: LevelLimits): void {
    const { scope, money, maxGross, maxNet } = level;
    const power = buyingPowerOf(this.counters, level);
    if (power !== undefined) this.above(path, scope, '', 'buyingPower', Math.max(0, power.have), power.need, NOTIONAL);
    if (Math.min(maxGross, maxNet) === Infinity) return;
    const sum = (column: Column): number => total(this.counters, money, column);
    const [buys, sells, net] = [sum(COLUMN.openBuyNotional), sum(COLUMN.openSellNotional), sum(COLUMN.netNotional)];
    const gross = buys + sells + sum(COLUMN.heldNotional);
    this.above(path, scope, '', 'maxGrossNotional', maxGross, gross, NOTIONAL);
    this.above(path, scope, '', 'maxNetNotional', maxNet, Math.max(net + buys, sells - net), NOTIONAL);
  }
}

function gather(risk: RiskEngine, filter: UsageFilter, nowUs: number): Row[] {
  const gathering = new Gathering(risk.tree.counters, nowUs);
  const strategies = new Set<string>();
  for (const path of risk.tree.allPaths()) {
    if (filter.account !== undefined && filter.account !== path.account) continue;
    if (filter.strategy !== undefined && filter.strategy !== path.strategy) continue;
    strategies.add(path.strategy);
    gathering.path(path);
  }
  for (const { scope, id, kind, limit, used } of risk.lossUsage()) {
    if (scope === 'account' && filter.account !== undefined && filter.account !== id) continue;
    if (scope === 'strategy' && !strategies.has(id)) continue;
    gathering.add(scope, id, scope === 'account' ? id : '', '', kind, limit, used, NOTIONAL);
  }
  return gathering.rows.sort(mostUsedFirst);
}

/** Every limit that is counted, of the paths that were traded, the most used first. At most `limit` rows. */
export function usageOf(risk: RiskEngine, filter: UsageFilter, nowUs: number, limit: number): LimitUsage[] {
  return first(gather(risk, filter, nowUs), limit);
}

/** The same of all paths, with at most `limit` rows for each of the accounts. */
export function usageOverview(
  risk: RiskEngine,
  accounts: readonly string[],
  nowUs: number,
  limit: number,
): UsageOverview {
  const mostUsedBps: Record<RiskScope, number> = { firm: 0, account: 0, strategy: 0, symbol: 0 };
  const lists = new Map(accounts.map((account): [string, Row[]] => [account, []]));
  const shared: Row[] = [];
  for (const row of gather(risk, {}, nowUs)) {
    mostUsedBps[row.scope] = Math.max(mostUsedBps[row.scope], row.usedBps);
    const list = row.account === '' ? shared : lists.get(row.account);
    // Twice as many: some may be of one limit.
    if (list !== undefined && list.length < 2 * limit) list.push(row);
  }
  const byAccount = new Map<string, readonly LimitUsage[]>();
  for (const [account, rows] of lists) byAccount.set(account, first([...rows, ...shared].sort(mostUsedFirst), limit));
  return { byAccount, mostUsedBps };
}
