import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { US_PER_DAY, US_PER_SECOND } from '@bourseworks/domain';
import { Clock, EventLog, SeededRng, type Timer } from '@bourseworks/ports';
import { Accounts } from '../accounts/accounts.js';
import { ExchangeConfig } from '../config/exchange-config.js';
import { Markets } from '../market/markets.js';
import { Orders } from '../orders/orders.js';
import { MarketMaker } from './market-maker.js';
import { Taker } from './taker.js';

/** A timer is not asked to fire more often than this; more steps are then done at once. */
const MIN_PERIOD_US = 10_000;
/** After a stall the market does not race through everything it missed. */
const MAX_STEPS_AT_ONCE = 500;
/** Bars are closed this long after their end, so that timers that fire early close none too soon. */
const BAR_DELAY_US = 2_000;

/** Lets the venue live: fair values move, market makers quote around them, takers hit, bars close. */
@Injectable()
export class Simulator implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly makers: readonly MarketMaker[];
  private readonly takers: readonly Taker[];
  private readonly timers = new Map<'steps' | 'bars', Timer>();
  private startUs = 0;
  private lastUs = 0;
  private done = 0;
  private next = 0;
  private day = 0;

  constructor(
    private readonly config: ExchangeConfig,
    private readonly markets: Markets,
    private readonly orders: Orders,
    private readonly accounts: Accounts,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(EventLog) private readonly log: EventLog,
  ) {
    const rng = new SeededRng(config.seed ^ 0x5bd1e995);
    this.makers = markets.all.map((market) => new MarketMaker(market.instrument, rng));
    this.takers = markets.all.map((market) => new Taker(market.instrument, rng));
  }

  get steps(): number {
    return this.done;
  }

  onApplicationBootstrap(): void {
    const now = this.clock.nowUs();
    this.startUs = now;
    this.lastUs = now;
    this.day = Math.floor(now / US_PER_DAY);
    this.markets.all.forEach((_, index) => this.quote(index, now));
    if (this.config.ticksPerSecond > 0) this.scheduleSteps();
    this.scheduleBars();
  }

  onModuleDestroy(): void {
    for (const timer of this.timers.values()) timer.cancel();
  }

  private scheduleSteps(): void {
    const period = Math.max(MIN_PERIOD_US, US_PER_SECOND / this.config.ticksPerSecond);
    this.timers.set(
      'steps',
      this.clock.setTimer(period, () => {
        this.runSteps();
        this.scheduleSteps();
      }),
    );
  }

  private runSteps(): void {
    const now = this.clock.nowUs();
    const due = Math.floor(((now - this.startUs) * this.config.ticksPerSecond) / US_PER_SECOND);
    if (due - this.done > MAX_STEPS_AT_ONCE) this.done = due - MAX_STEPS_AT_ONCE;
    while (this.done < due) {
      this.done++;
      this.step(now);
    }
  }

  private step(now: number): void {
    if (now > this.lastUs) {
      this.markets.model.advance((now - this.lastUs) / US_PER_SECOND);
      this.lastUs = now;
    }
    const index = this.next;
    this.next = (this.next + 1) % this.markets.all.length;
    this.quote(index, now);
    const fair = this.markets.model.fair(index);
    this.markets.all[index].run(now, (book) => this.takers[index].maybeTrade(book, fair));
  }

  private quote(index: number, now: number): void {
    const fair = this.markets.model.fair(index);
    this.markets.all[index].run(now, (book) => this.makers[index].quote(book, fair));
  }

  private scheduleBars(): void {
    const delay = US_PER_SECOND - (this.clock.nowUs() % US_PER_SECOND) + BAR_DELAY_US;
    this.timers.set(
      'bars',
      this.clock.setTimer(delay, () => {
        this.closeBars();
        this.scheduleBars();
      }),
    );
  }

  private closeBars(): void {
    const now = this.clock.nowUs();
    for (const market of this.markets.all) market.roll(now);
    const ended = this.orders.expireGoodTill();
    if (ended > 0) this.log.info({ event: 'orders.ended', expired: ended });
    const day = Math.floor(now / US_PER_DAY);
    if (day === this.day) return;
    this.day = day;
    const expired = this.orders.expireDayOrders(this.accounts.all());
    this.log.info({ event: 'day.changed', expired });
  }
}
