import type { ErrorCode } from '@bourseworks/domain';
import type { RiskRule } from '../config/risk-config.js';
import { NOTIONAL_SCALE, notionalText } from '../denial.js';
import type { TradingDay } from '../market/trading-day.js';
import { COLUMN, type Counters } from '../tree/counters.js';
import { units } from '../tree/limits.js';
import { convertUp, total, type MoneyNode } from '../tree/money.js';
import type { StateCause, TradingState } from './trading-states.js';

type LossScope = 'firm' | 'account' | 'strategy';

/** A state that a limit asks for. */
export interface Breach {
  readonly scope: LossScope;
  readonly id: string;
  readonly state: Exclude<TradingState, 'ACTIVE'>;
  readonly cause: StateCause;
  readonly code: ErrorCode;
  readonly message: string;
  /** Decimal texts. */
  readonly limit: string;
  readonly observed: string;
}

/** What losses are counted from: kept, so that a restart changes nothing. Amounts at 10^-4. */
export interface Baseline {
  /** Names the watch. */
  readonly key: string;
  readonly dayUs: number;
  /** Equity when the day began. */
  readonly start: number;
  readonly peak: number;
}

interface Threshold {
  readonly reduce: number;
  readonly halt: number;
}

/** The peak is written down again once it rose by this part of the drawdown's limit. */
const PEAK_STEPS = 16;

function thresholdOf(rules: readonly RiskRule[], name: 'dailyLoss' | 'drawdown'): Threshold {
  let [reduce, halt] = [Infinity, Infinity];
  for (const rule of rules) {
    reduce = Math.min(reduce, units(rule[name]?.reduceAt, NOTIONAL_SCALE));
    halt = Math.min(halt, units(rule[name]?.haltAt, NOTIONAL_SCALE));
  }
  return { reduce, halt };
}

class LossWatch {
  daily: Threshold = { reduce: Infinity, halt: Infinity };
  drawdown: Threshold = { reduce: Infinity, halt: Infinity };
  baseline: Baseline;
  /** Highest equity seen; what is written down may lag behind it. */
  peak = 0;
  /** Equity when last looked at: that of the evening, when a day begins. */
  last = 0;
  dirty = false;

  constructor(
    readonly key: string,
    readonly scope: LossScope,
    readonly id: string,
    public money: readonly MoneyNode[],
  ) {
    this.baseline = { key, dayUs: 0, start: 0, peak: 0 };
  }

  equity(counters: Counters): number {
    return total(counters, this.money, COLUMN.cash) + total(counters, this.money, COLUMN.netNotional);
  }
}

/**
 * Daily losses and drawdowns: a loss of the equity (cash and positions at the mark) since the day began, or since it was
 * highest. Looked at after each fill and mark that moved it.
 */
export class LossWatches {
  /** What is to be done about losses since last asked: latched states, and baselines to keep. */
  readonly breaches: Breach[] = [];
  readonly baselines: Baseline[] = [];
  private readonly watches = new Map<string, LossWatch>();
  private readonly byNode = new Map<number, LossWatch[]>();
  private readonly kept = new Map<string, Baseline>();
  private dirty: LossWatch[] = [];

  constructor(
    private readonly counters: Counters,
    private readonly stateOf: (scope: LossScope, id: string) => TradingState,
    public day: TradingDay,
  ) {}

  /** Watches a scope as its rules say from now on. */
  of(key: string, scope: LossScope, id: string, rules: readonly RiskRule[], money: readonly MoneyNode[]): void {
    const [daily, drawdown] = [thresholdOf(rules, 'dailyLoss'), thresholdOf(rules, 'drawdown')];
    const limited = Math.min(daily.reduce, daily.halt, drawdown.reduce, drawdown.halt) < Infinity;
    let watch = this.watches.get(key);
    if (watch === undefined) {
      if (!limited) return;
      watch = new LossWatch(key, scope, id, money);
      this.watches.set(key, watch);
      this.restart(watch);
    }
    watch.daily = daily;
    watch.drawdown = drawdown;
    watch.money = money;
    for (const { node } of money) {
      const known = this.byNode.get(node) ?? [];
      if (!known.includes(watch)) this.byNode.set(node, [...known, watch]);
    }
  }

  /** Something of a node's equity changed. */
  moved(node: number): void {
    const watches = this.byNode.get(node);
    if (watches === undefined) return;
    for (const watch of watches) {
      if (watch.dirty) continue;
      watch.dirty = true;
      this.dirty.push(watch);
    }
  }

  /** Money came to a node, or left it, by units of 10^-4: neither a gain nor a loss, so what losses are counted from moves. */
  transferred(node: number, change: number): void {
    for (const watch of this.byNode.get(node) ?? []) {
      const shift = convertUp(change, watch.money.find((one) => one.node === node)?.rate ?? NaN);
      // Without a rate the sum is not known: there is nothing to move.
      if (Number.isNaN(shift)) continue;
      watch.last += shift;
      watch.peak += shift;
      const { key, dayUs, start, peak } = watch.baseline;
      if (dayUs > 0) this.write(watch, { key, dayUs, start: start + shift, peak: peak + shift });
    }
  }

  /** Looks at what moved. */
  evaluate(us: number): void {
    if (this.dirty.length === 0) return;
    const { dirty } = this;
    this.dirty = [];
    for (const watch of dirty) {
      watch.dirty = false;
      this.look(watch, us);
    }
  }

  /** A baseline that was written down, in this life or an earlier one. */
  keep(baseline: Baseline): void {
    this.kept.set(baseline.key, baseline);
    const watch = this.watches.get(baseline.key);
    if (watch !== undefined) this.take(watch, baseline);
  }

  /** All baselines in force, for a hash of the state. */
  *facts(): Generator<string> {
    for (const { key, dayUs, start, peak } of this.kept.values()) yield `${key}|${dayUs}|${start}|${peak}`;
  }

  /** Losses of a scope count from here: a person re-armed it. */
  rebase(scope: LossScope, id: string, us: number): void {
    for (const watch of this.watches.values()) {
      if (watch.scope !== scope || watch.id !== id) continue;
      const equity = watch.equity(this.counters);
      watch.peak = equity;
      this.write(watch, { key: watch.key, dayUs: this.day.startOf(us), start: equity, peak: equity });
    }
  }

  /** Loss of the day and drawdown of every watched scope, with their limits; amounts at 10^-4. */
  *usage(): Generator<{
    readonly scope: LossScope;
    readonly id: string;
    readonly kind: string;
    limit: number;
    used: number;
  }> {
    for (const watch of this.watches.values()) {
      const { scope, id, daily, drawdown, baseline } = watch;
      const equity = watch.equity(this.counters);
      const day = Math.min(daily.reduce, daily.halt);
      const down = Math.min(drawdown.reduce, drawdown.halt);
      if (day < Infinity)
        yield { scope, id, kind: 'dailyLoss', limit: day, used: Math.max(0, baseline.start - equity) };
      if (down < Infinity) yield { scope, id, kind: 'drawdown', limit: down, used: Math.max(0, watch.peak - equity) };
    }
  }

  /** After a replay: equity is as the journal left it, and so is the evening's. */
  resume(): void {
    this.dirty = [];
    for (const watch of this.watches.values()) {
      watch.dirty = false;
      this.restart(watch);
    }
  }

  /** Plain data of all of it, for `restore`. Thresholds are of the limits in force. */
  image() {
    const { breaches, baselines, kept } = this;
    const watches = [...this.watches.values()].map((watch) => {
      const { key, scope, id, money, baseline, peak, last, dirty } = watch;
      return { key, scope, id, money, baseline, peak, last, dirty };
    });
    const byNode = [...this.byNode].map(([node, of]) => ({ node, keys: of.map(({ key }) => key) }));
    return { breaches, baselines, kept, watches, byNode, dirty: this.dirty.map(({ key }) => key) };
  }

  /** To be called when the paths of the image are there: they brought the thresholds. */
  restore({ breaches, baselines, kept, watches, byNode, dirty }: ReturnType<LossWatches['image']>): void {
    this.breaches.push(...breaches);
    this.baselines.push(...baselines);
    for (const [key, baseline] of kept) this.kept.set(key, baseline);
    const limited = new Map(this.watches);
    this.watches.clear();
    for (const { key, scope, id, ...facts } of watches) {
      const watch = limited.get(key) ?? new LossWatch(key, scope, id, facts.money);
      this.watches.set(key, Object.assign(watch, facts));
    }
    const named = (keys: readonly string[]): LossWatch[] => keys.flatMap((key) => this.watches.get(key) ?? []);
    this.byNode.clear();
    for (const { node, keys } of byNode) this.byNode.set(node, named(keys));
    this.dirty = named(dirty);
  }

  private restart(watch: LossWatch): void {
    watch.last = watch.equity(this.counters);
    const kept = this.kept.get(watch.key);
    if (kept === undefined) watch.peak = watch.last;
    else this.take(watch, kept);
  }

  private take(watch: LossWatch, baseline: Baseline): void {
    watch.baseline = baseline;
    watch.peak = Math.max(baseline.peak, baseline.dayUs === 0 ? watch.peak : baseline.peak);
  }

  private write(watch: LossWatch, baseline: Baseline): void {
    watch.baseline = baseline;
    this.baselines.push(baseline);
  }

  private look(watch: LossWatch, us: number): void {
    const equity = watch.equity(this.counters);
    // A currency without a rate: the firm's sum is not known. New orders are refused for it.
    if (Number.isNaN(equity)) return;
    const dayUs = this.day.startOf(us);
    const began = dayUs > watch.baseline.dayUs;
    if (equity > watch.peak) watch.peak = equity;
    const step = Math.min(watch.drawdown.reduce, watch.drawdown.halt) / PEAK_STEPS;
    if (began || watch.peak - watch.baseline.peak >= step) {
      const { key, peak, baseline } = watch;
      this.write(watch, {
        key,
        dayUs: Math.max(dayUs, baseline.dayUs),
        start: began ? watch.last : baseline.start,
        peak,
      });
    }
    watch.last = equity;
    this.judge(watch, watch.daily, watch.baseline.start - equity, 'daily-loss', 'RISK_DAILY_LOSS');
    this.judge(watch, watch.drawdown, watch.peak - equity, 'drawdown', 'RISK_DRAWDOWN');
  }

  private judge(watch: LossWatch, at: Threshold, loss: number, cause: StateCause, code: ErrorCode): void {
    const state = loss >= at.halt ? 'HALTED' : loss >= at.reduce ? 'REDUCING' : 'ACTIVE';
    if (state === 'ACTIVE') return;
    const { scope, id } = watch;
    const now = this.stateOf(scope, id);
    if (now === 'HALTED' || now === state) return;
    if (this.breaches.some((one) => one.scope === scope && one.id === id && one.state === state)) return;
    const limit = notionalText(state === 'HALTED' ? at.halt : at.reduce);
    const observed = notionalText(loss);
    const message = `${cause} ${observed} of ${scope} ${id} reached ${limit}`;
    this.breaches.push({ scope, id, state, cause, code, message, limit, observed });
  }
}
