import type { StreamKind, StreamState } from '@bourseworks/domain';
import type { InstrumentShape, MarketDataItem } from '@bourseworks/dto/shapes';
import type { Output } from '../output/output.js';
import { withIsoTimes } from './iso-time.js';
import { ItemRows } from './item-rows.js';

/** What a watch of several symbols is told. */
export interface WatchView {
  item(symbol: string, item: MarketDataItem, sequence: number, instrument: InstrumentShape): void;
  gap(symbol: string, missed: number, restarted: boolean): void;
  status(symbol: string, state: StreamState, reason?: string): void;
  end(): void;
}

/** Tells when as many items came as were asked for; nothing more is shown then. */
export interface Counted {
  readonly limit: number;
  reached(): void;
}

export const gapText = (missed: number, restarted: boolean): string =>
  restarted ? 'the stream began anew' : `${missed} ${missed === 1 ? 'item was' : 'items were'} missed`;

const SYMBOL_WIDTH = 10;

/** A line for each item: for pipes, files and --json. */
export class WatchLines implements WatchView {
  private readonly rows: ItemRows;
  private items = 0;

  constructor(
    private readonly output: Output,
    private readonly stream: { readonly venue: string; readonly kind: StreamKind },
    private readonly counted: Counted,
  ) {
    this.rows = new ItemRows(stream.kind, false);
  }

  item(symbol: string, item: MarketDataItem, sequence: number, instrument: InstrumentShape): void {
    if (this.items >= this.counted.limit) return;
    if (this.items === 0 && !this.output.json)
      this.output.line(`${'symbol'.padEnd(SYMBOL_WIDTH)}  ${this.rows.header()}`);
    const line = { type: 'item', ...this.stream, symbol, sequence, item: withIsoTimes(item) };
    this.output.result(line, () => `${symbol.padEnd(SYMBOL_WIDTH)}  ${this.rows.row(item, instrument)}`);
    this.items += 1;
    if (this.items === this.counted.limit) this.counted.reached();
  }

  gap(symbol: string, missed: number, restarted: boolean): void {
    this.say({ type: 'gap', ...this.stream, symbol, missed, restarted }, `${symbol}: ${gapText(missed, restarted)}`);
  }

  status(symbol: string, state: StreamState, reason?: string): void {
    const why = reason === undefined ? '' : ` (${reason})`;
    this.say(
      { type: 'status', ...this.stream, symbol, state, ...(reason === undefined ? {} : { reason }) },
      `${symbol}: ${state}${why}`,
    );
  }

  end(): void {
    // Every line was written when it came.
  }

  /** For a program part of the stream, for people a note beside it. */
  private say(line: object, text: string): void {
    if (this.output.json) this.output.result(line, () => text);
    else this.output.note(text);
  }
}
