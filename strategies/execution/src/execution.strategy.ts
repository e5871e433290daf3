import { expectOk, orderQuantity, roundToTick, toNumber, type Bar, type Instrument } from '@bourseworks/domain';
import { MessagePattern, Strategy, volumeProfile, type Execution } from '@bourseworks/strategy';
import { EXECUTION_PARAMETERS } from './parameters.js';

const DAY_US = 86_400_000_000;

/**
 * Works one quantity: TWAP, VWAP, a share of volume, or an iceberg. What its own fills of earlier runs have done already is not
 * done again, so that it may be restarted at any time; when all is done it only says so.
 */
export class ExecutionStrategy extends Strategy<typeof EXECUTION_PARAMETERS> {
  static readonly parameters = EXECUTION_PARAMETERS;

  private execution: Execution | undefined;

  override async onStart(): Promise<void> {
    const { venue, symbol, adapter, quantity, side, algorithm } = this.parameters;
    const instrument = expectOk(await this.instrument(venue, symbol, adapter));
    for (const order of this.openOrders(instrument)) await this.cancel(order);
    const wanted = orderQuantity({ ...instrument, maxQuantity: Number.MAX_SAFE_INTEGER }, quantity);
    if (wanted === 0) throw new RangeError(`${quantity} is less than the least order of ${instrument.key}`);
    const done = this.position(instrument) * (side === 'BUY' ? 1 : -1);
    const left = wanted - done;
    if (left < instrument.minQuantity) return this.decide({ action: 'done', reason: 'filled by an earlier run', done });
    this.decide({
      action: algorithm,
      reason: `${side} ${toNumber(left, instrument.qtyScale)} of ${symbol}`,
      left,
      done,
    });
    this.execution = await this.begin(instrument, left);
    void this.execution.done.then((execution) => this.report(execution));
  }

  /** Answers `strategy/v1/{id}/progress`. */
  @MessagePattern('progress')
  progress(): Record<string, unknown> {
    const { execution } = this;
    if (execution === undefined) return { state: 'FILLED', orders: 0 };
    const { state, instrument, filledQuantity, leavesQuantity, averagePrice, orders, reason = null } = execution;
    return {
      state,
      reason,
      filled: toNumber(filledQuantity, instrument.qtyScale),
      left: toNumber(leavesQuantity, instrument.qtyScale),
      averagePrice: averagePrice / 10 ** instrument.priceScale,
      orders: orders.length,
    };
  }

  /** Gives up what is not filled yet. */
  @MessagePattern('cancel')
  giveUp(): Record<string, unknown> {
    this.execution?.cancel('asked to');
    return this.progress();
  }

  private async begin(instrument: Instrument, quantity: number): Promise<Execution> {
    const { algorithm, side, adapter, limit, duration: durationUs, slices, style, participation } = this.parameters;
    const { priceScale } = instrument;
    const terms = {
      instrument,
      side,
      quantity,
      reason: algorithm,
      ...(adapter === undefined ? {} : { adapter }),
      ...(limit === undefined
        ? {}
        : { limit: roundToTick(instrument, Math.round(limit * 10 ** priceScale), side === 'BUY' ? 'down' : 'up') }),
    };
    switch (algorithm) {
      case 'twap':
        await this.watch(instrument, style === 'JOIN' ? 'quote' : undefined);
        return this.twap({ ...terms, durationUs, slices, style });
      case 'vwap': {
        const shares = await this.profile(instrument);
        await this.watch(instrument, style === 'JOIN' ? 'quote' : undefined);
        return this.vwap({ ...terms, durationUs, shares, style });
      }
      case 'pov':
        await this.watch(instrument, 'trade');
        return this.pov({ ...terms, durationUs, participation });
      case 'iceberg': {
        if (terms.limit === undefined) throw new RangeError('an iceberg needs a limit');
        const displayQuantity = orderQuantity(instrument, this.parameters.display);
        return this.iceberg({ ...terms, limit: terms.limit, displayQuantity });
      }
    }
  }

  private async watch({ venue, symbol }: Instrument, kind: 'quote' | 'trade' | undefined): Promise<void> {
    const { adapter } = this.parameters;
    if (kind === undefined) return;
    expectOk(await this.subscribe({ venue, symbol, kind, ...(adapter === undefined ? {} : { adapter }) }));
  }

  /** Of minute bars; even where there is no history. */
  private async profile({ venue, symbol }: Instrument): Promise<number[]> {
    const { adapter, days, duration, slices } = this.parameters;
    const bars: Bar[] = [];
    const query = { venue, symbol, kind: 'bar-1m', ...(adapter === undefined ? {} : { adapter }) } as const;
    const read = await this.fromHistory(query, days * DAY_US, (bar) => void bars.push(bar));
    const reason = read.ok ? 'bars of earlier days' : `history refused (${read.refusal.code}): equal parts`;
    this.decide({ action: 'profile', reason, bars: bars.length });
    return volumeProfile(bars, this.clock.nowUs(), duration, slices);
  }

  private report({ state, reason = 'all is filled', filledQuantity, leavesQuantity, orders }: Execution): void {
    const numbers = { filled: filledQuantity, left: leavesQuantity, orders: orders.length };
    this.decide({ action: state.toLowerCase(), reason, ...numbers });
    this.signal('execution', state);
  }
}
