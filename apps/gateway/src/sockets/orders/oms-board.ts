import { isDeepStrictEqual } from 'node:util';
import {
  PATTERNS,
  portfolioPattern,
  type KillView,
  type PortfolioShape,
  type PortfolioView,
  type RiskEventShape,
  type RiskNotice,
  type RiskUsageShape,
  type RiskUsageView,
} from '@bourseworks/dto/shapes';
import { Clock, EventLog, type Timer } from '@bourseworks/ports';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Accounts, portfolioView } from '../../accounts/accounts.js';
import { PlatformBus } from '../../bus/platform-bus.js';
import { millisOf } from '../../bus/wire-time.js';
import { KillSwitch } from '../../kill-switch/kill-switch.js';
import { OmsQueries } from '../../oms/oms-queries.js';
import { OnceASecond } from './once-a-second.js';
import { UsageBoard } from './usage-board.js';

/** How often the OMS is asked whether it is there. */
const PULSE_US = 5_000_000;
/** Accounts and strategies whose figures are kept. */
const MAX_PORTFOLIOS = 2_000;

/** What is told as it changes. Listeners must not throw and must not wait. */
export interface BoardListener {
  portfolio(view: PortfolioView): void;
  usage(view: RiskUsageView): void;
  risk(notice: RiskNotice): void;
  kills(kills: readonly KillView[]): void;
  live(live: boolean): void;
}

/** Figures, switches and the pulse of the OMS, kept once for all sockets. */
@Injectable()
export class OmsBoard implements OnApplicationBootstrap, BeforeApplicationShutdown {
  live = false;
  kills: readonly KillView[] = [];
  private readonly figures = new Map<string, PortfolioView>();
  private readonly pace: OnceASecond<PortfolioView>;
  private readonly usage: UsageBoard;
  private listener: BoardListener | undefined;
  private readonly endings: (() => void)[] = [];
  private listening = false;
  private pulse: Timer | undefined;
  private stopped = false;
  private asking = false;
  private askAgain = false;

  constructor(
    private readonly bus: PlatformBus,
    private readonly oms: OmsQueries,
    private readonly accounts: Accounts,
    private readonly killSwitch: KillSwitch,
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {
    this.pace = new OnceASecond(clock, (view) => this.listener?.portfolio(view));
    this.usage = new UsageBoard(clock, (view) => this.listener?.usage(view));
  }

  get portfolios(): readonly PortfolioView[] {
    return [...this.figures.values()];
  }

  get usages(): readonly RiskUsageView[] {
    return this.usage.all;
  }

  /** There is one: the namespace. */
  tell(listener: BoardListener): void {
    this.listener = listener;
  }

  onApplicationBootstrap(): void {
    this.endings.push(this.bus.onUp(() => void this.up()));
    this.beat();
  }

  beforeApplicationShutdown(): void {
    this.stopped = true;
    this.pulse?.cancel();
    this.pace.stop();
    this.usage.stop();
    for (const end of this.endings.splice(0)) end();
  }

  private async up(): Promise<void> {
    if (!this.listening) await this.listen();
    await this.feel();
  }

  private async listen(): Promise<void> {
    this.listening = true;
    try {
      const ends = await Promise.all([
        this.bus.listen<PortfolioShape>(portfolioPattern(), (shape) => this.keep(portfolioView(shape))),
        this.bus.listen<RiskUsageShape>(PATTERNS.riskUsage, (shape) => this.usage.take(shape)),
        this.bus.listen<RiskEventShape>(PATTERNS.risk, (shape) => this.risk(shape)),
      ]);
      this.endings.push(...ends);
    } catch (error) {
      this.listening = false;
      this.log.warn({ event: 'board.not_listening', reason: String(error) });
    }
  }

  private beat(): void {
    if (this.stopped) return;
    this.pulse = this.clock.setTimer(PULSE_US, () => {
      void (this.listening ? this.feel() : this.up());
      this.beat();
    });
  }

  private async feel(): Promise<void> {
    try {
      if (this.live) await this.oms.accounts();
      if (this.stopped) return;
      // What tells of a change may be lost.
      if (this.live) return await this.killsChanged();
      // All of it before the word that it is there: whoever hears it may rely on what is shown.
      const views = await this.accounts.list();
      for (const view of views) this.keep(view);
      await this.usage.read(this.oms, views);
      await this.readKills();
      this.setLive(true);
    } catch {
      this.setLive(false);
    }
  }

  private setLive(live: boolean): void {
    if (this.live === live || this.stopped) return;
    this.live = live;
    this.log.info({ event: live ? 'board.oms_found' : 'board.oms_lost' });
    this.listener?.live(live);
  }

  private keep(view: PortfolioView): void {
    const key = `${view.account} ${view.strategy}`;
    if (!this.figures.has(key) && this.figures.size >= MAX_PORTFOLIOS) return;
    this.figures.set(key, view);
    this.pace.offer(key, view);
  }

  private risk({ code, scope, id, message, limit, observed, clOrdId, time }: RiskEventShape): void {
    this.listener?.risk({
      code,
      scope,
      id,
      message,
      ...(limit === undefined ? {} : { limit }),
      ...(observed === undefined ? {} : { observed }),
      ...(clOrdId === undefined ? {} : { clOrdId }),
      time: millisOf(time),
    });
    // Of a switch, or of an order that one refused; which of them are on only the OMS knows.
    if ((code === 'RISK_KILLED' || code === 'RISK_KILL_ESCALATED') && clOrdId === undefined) void this.killsChanged();
  }

  /** One question at a time: what changes while it is out is asked about afterwards. */
  private async killsChanged(): Promise<void> {
    this.askAgain = true;
    if (this.asking) return;
    this.asking = true;
    try {
      while (this.askAgain && !this.stopped) {
        this.askAgain = false;
        await this.readKills();
      }
    } catch {
      this.setLive(false);
    } finally {
      this.asking = false;
    }
  }

  private async readKills(): Promise<void> {
    const now = await this.killSwitch.list();
    const isSame = isDeepStrictEqual(now, this.kills);
    this.kills = now;
    if (!isSame && !this.stopped) this.listener?.kills(now);
  }
}
