import { MARKET_DATA_REQUEST, type InstrumentsReplyShape } from '@bourseworks/dto/shapes';
import { Clock } from '@bourseworks/ports';
import { Injectable } from '@nestjs/common';
import { PlatformBus } from '../bus/platform-bus.js';

export type Listed = InstrumentsReplyShape['instruments'][number];

/** Venues list new instruments seldom; every keystroke in a ticket asks for them. */
const KEPT_US = 10_000_000;

/** What the venues list, from market-data. */
@Injectable()
export class Instruments {
  private kept: { readonly untilUs: number; readonly listed: Promise<readonly Listed[]> } | undefined;

  constructor(
    private readonly bus: PlatformBus,
    private readonly clock: Clock,
  ) {}

  /** At most ten seconds old. @throws DomainError when market-data does not answer */
  async list(): Promise<readonly Listed[]> {
    const nowUs = this.clock.nowUs();
    if (this.kept !== undefined && this.kept.untilUs > nowUs) return this.kept.listed;
    const listed = this.bus
      .ask<InstrumentsReplyShape>(MARKET_DATA_REQUEST.instruments, {})
      .then(({ instruments }) => instruments);
    this.kept = { untilUs: nowUs + KEPT_US, listed };
    // A failure is not kept.
    listed.catch(() => (this.kept = undefined));
    return listed;
  }

  /** The instrument as this adapter trades it, or the first that lists it. */
  async find(venue: string, symbol: string, adapter?: string): Promise<Listed | undefined> {
    const listed = await this.list();
    const same = listed.filter((one) => one.venue === venue && one.symbol === symbol);
    return same.find((one) => adapter === undefined || one.adapter === adapter);
  }
}
