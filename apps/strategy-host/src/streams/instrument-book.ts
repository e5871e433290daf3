import { instrumentKey, refuse, type Instrument, type Result } from '@bourseworks/domain';
import {
  instrumentFromShape,
  MARKET_DATA_REQUEST,
  type InstrumentShape,
  type InstrumentsReplyShape,
} from '@bourseworks/dto';
import type { Clock } from '@bourseworks/ports';
import type { SolaceSession } from '@bourseworks/solace-transport';
import { ask } from '../bus/ask.js';
import { retry } from '../bus/backoff.js';

export interface KnownInstrument {
  /** Number in the records of every strategy thread. */
  readonly index: number;
  readonly instrument: Instrument;
  readonly shape: InstrumentShape;
}

const ASK_TIMEOUT_MS = 2_000;

/** The instruments that the strategies of this host use, each with one number and one definition. */
export class InstrumentBook {
  private readonly known = new Map<string, KnownInstrument>();

  constructor(
    private readonly session: SolaceSession,
    private readonly clock: Clock,
  ) {}

  /**
   * The instrument of a definition from the bus. A later definition in other units is refused (INSTRUMENT_INVALID): integers
   * that threads hold already would silently mean something else.
   */
  define(shape: InstrumentShape): Result<KnownInstrument> {
    const defined = instrumentFromShape(shape);
    if (!defined.ok) return defined;
    const instrument = defined.value;
    const before = this.known.get(instrument.key);
    if (before === undefined) {
      const entry = { index: this.known.size, instrument, shape };
      this.known.set(instrument.key, entry);
      return { ok: true, value: entry };
    }
    const { priceScale, qtyScale, tickSize, lotSize } = before.instrument;
    const same = priceScale === instrument.priceScale && qtyScale === instrument.qtyScale;
    if (same && tickSize === instrument.tickSize && lotSize === instrument.lotSize) return { ok: true, value: before };
    return refuse('INSTRUMENT_INVALID', `${instrument.key} is defined in two ways`, { instrument: instrument.key });
  }

  get(venue: string, symbol: string): KnownInstrument | undefined {
    return this.known.get(instrumentKey(venue, symbol));
  }

  /** Asks market-data for an instrument that is not known yet, for up to `tries` times. */
  async find(
    query: { readonly venue: string; readonly symbol: string; readonly adapter?: string },
    tries = 20,
  ): Promise<Result<KnownInstrument>> {
    const key = instrumentKey(query.venue, query.symbol);
    const known = this.known.get(key);
    if (known !== undefined) return { ok: true, value: known };
    const { venue, adapter } = query;
    const body = { venue, ...(adapter === undefined ? {} : { adapter }) };
    const options = { clock: this.clock, tries, pauseUs: 200_000, maxPauseUs: 3_000_000 };
    const reply = await retry(options, () =>
      ask<InstrumentsReplyShape>(this.session, MARKET_DATA_REQUEST.instruments, body, ASK_TIMEOUT_MS),
    );
    if (!reply.ok) return reply;
    const shape = reply.value.instruments.find((listed) => listed.venue === venue && listed.symbol === query.symbol);
    if (shape !== undefined) return this.define(shape);
    return refuse('INSTRUMENT_UNKNOWN', `${key} is not listed`, { instrument: key });
  }
}
