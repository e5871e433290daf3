import type { Bar, BarBuilder, Instrument, Trade } from '@bourseworks/domain';
import type { Clock, Timer } from '@bourseworks/ports';

const MAX_BUILDERS = 1_024;

interface Built {
  readonly name: string;
  readonly instrument: Instrument;
  readonly builder: BarBuilder;
}

export interface BuiltBarsOptions {
  readonly clock: Clock;
  readonly tell: (bar: Bar, instrument: Instrument, name: string) => void;
  /** Calls with the kit's error handling. */
  readonly guard: (call: () => void) => void;
}

/** Bars that a strategy has made of the trades that it sees. */
export class BuiltBars {
  private readonly byInstrument = new Map<string, Built[]>();
  private count = 0;

  constructor(private readonly options: BuiltBarsOptions) {}

  /** @throws RangeError for a name that the instrument has already, and beyond 1 024 of them */
  add(name: string, instrument: Instrument, builder: BarBuilder, flushUs: number | undefined): void {
    const others = this.byInstrument.get(instrument.key) ?? [];
    if (others.some((other) => other.name === name)) throw new RangeError(`${instrument.key} has bars ${name} already`);
    if (this.count >= MAX_BUILDERS) throw new RangeError(`more than ${MAX_BUILDERS} kinds of bars are built`);
    if (flushUs !== undefined && !(flushUs >= 1_000)) throw new RangeError(`bars end every ${flushUs} us; from 1 000`);
    const built = { name, instrument, builder };
    this.byInstrument.set(instrument.key, [...others, built]);
    this.count++;
    if (flushUs !== undefined) this.flushEvery(flushUs, built);
  }

  trade(trade: Trade, { key }: Instrument): void {
    if (this.count === 0) return;
    for (const built of this.byInstrument.get(key) ?? []) this.tellAll(built, built.builder.add(trade));
  }

  private flushEvery(everyUs: number, built: Built): Timer {
    const { clock, guard } = this.options;
    return clock.setTimer(everyUs, () =>
      guard(() => {
        this.flushEvery(everyUs, built);
        this.tellAll(built, built.builder.flush(clock.nowUs()));
      }),
    );
  }

  private tellAll({ name, instrument }: Built, bars: readonly Bar[]): void {
    for (const bar of bars) this.options.tell(bar, instrument, name);
  }
}
