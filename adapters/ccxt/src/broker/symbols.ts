import { DomainError, type Instrument } from '@bourseworks/domain';
import type { CcxtExchange } from '../ccxt-exchange.js';
import { toInstrument } from '../mapper/instrument.mapper.js';

export interface Listed {
  readonly instrument: Instrument;
  /** ccxt's own spelling. */
  readonly symbol: string;
}

/** What is traded, in our words and in ccxt's. */
export class Symbols {
  private readonly byKey = new Map<string, Listed>();

  constructor(
    private readonly exchange: CcxtExchange,
    private readonly symbols: readonly string[],
  ) {}

  /** Throws ccxt's errors, and DomainError CONFIG_INVALID for a symbol that cannot be traded. */
  async load(): Promise<void> {
    const markets = await this.exchange.loadMarkets();
    for (const symbol of this.symbols) {
      const market = markets[symbol];
      const instrument = market === undefined ? undefined : toInstrument(this.exchange, market);
      if (instrument === undefined) {
        const message = `CCXT_SYMBOLS names ${symbol}, which ${this.exchange.id} does not list, or not exactly`;
        throw new DomainError({ code: 'CONFIG_INVALID', message, details: { variable: 'CCXT_SYMBOLS' } });
      }
      this.byKey.set(instrument.key, { instrument, symbol });
    }
  }

  all(): readonly Listed[] {
    return [...this.byKey.values()];
  }

  listed({ key }: Instrument): Listed {
    const listed = this.byKey.get(key);
    if (listed === undefined) throw new Error(`${key} is not one of CCXT_SYMBOLS`);
    return listed;
  }

  of(instrument: Instrument): string {
    return this.listed(instrument).symbol;
  }
}
