import type { Clock, Timer } from '@bourseworks/ports';
import type { ListedSymbol } from '../../parse/exchange-info.js';

/**
 * Which symbols the venue has halted. No stream tells it, so the list is asked for in turn while somebody wants to know; each
 * other question for it tells it too.
 */
export class TradingStatus {
  /** Symbols that are not traded, with what the venue calls it. */
  private halts: ReadonlyMap<string, string> = new Map();
  private timer: Timer | undefined;
  private wanted = false;

  constructor(
    private readonly clock: Clock,
    private readonly everyUs: number,
    /** Asks for the list, which comes back by `learn`. */
    private readonly ask: () => Promise<unknown>,
    private readonly changed: () => void,
  ) {}

  learn(listed: readonly ListedSymbol[]): void {
    const halted = listed.filter(({ trading }) => !trading);
    this.halts = new Map(halted.map(({ symbol, status }) => [symbol, status]));
    this.changed();
  }

  /** Why a symbol is not traded; undefined when it is. */
  of(symbol: string): string | undefined {
    const status = this.halts.get(symbol);
    return status === undefined ? undefined : `Binance has it in ${status}`;
  }

  /** Somebody wants to know, or nobody any more: then no timer is left. */
  want(wanted: boolean): void {
    this.wanted = wanted;
    if (wanted) {
      this.plan();
      return;
    }
    this.timer?.cancel();
    this.timer = undefined;
  }

  private plan(): void {
    this.timer ??= this.clock.setTimer(this.everyUs, () => {
      const again = (): void => {
        this.timer = undefined;
        if (this.wanted) this.plan();
      };
      // A venue that does not answer is asked again in its turn: what is known stands.
      this.ask().then(again, again);
    });
  }
}
