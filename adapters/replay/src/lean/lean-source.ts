import { join } from 'node:path';
import { adjusted, type Adjustment, type FactorTable, type Instrument, type StreamKind } from '@bourseworks/domain';
import type { HistoryQuery } from '@bourseworks/ports';
import { historyNotFound } from '../market-data/history-not-found.js';
import { PART_EVENTS, type PartSink, type ReplaySource } from '../market-data/replay-source.js';
import { LeanCatalogue } from './lean-catalogue.js';
import { kindsOf, onlyTickQuotes, piecesOf, type LeanEvent, type Piece } from './lean-pieces.js';
import { findLeanRoot } from './lean-root.js';
import { readZippedText } from './read-zip.js';

/**
 * Files in LEAN's layout: ticks, bars of a second, minute, hour and day. A query [from, to) gives the ticks in it and the bars
 * that start at or after `from` and end by `to`: a bar that is still open at `to` would tell the future. Quotes of bars stand
 * for their end and follow them.
 */
export class LeanSource implements ReplaySource {
  private constructor(private readonly catalogue: LeanCatalogue) {}

  /** Undefined without such a folder. Throws DATA_FORMAT for a broken table of symbols, hours, factors or tickers. */
  static async load(dataRoot: string, venues: readonly string[]): Promise<LeanSource | undefined> {
    const root = findLeanRoot(dataRoot);
    return root === undefined ? undefined : new LeanSource(await LeanCatalogue.load(root, venues));
  }

  instruments(): readonly Instrument[] {
    return this.catalogue.instruments();
  }

  kinds(instrumentKey: string): readonly StreamKind[] {
    const listing = this.catalogue.find(instrumentKey);
    return listing === undefined ? [] : kindsOf(listing);
  }

  adjustments(instrumentKey: string): readonly Adjustment[] {
    return this.catalogue.find(instrumentKey)?.factors === undefined ? ['raw'] : ['raw', 'split', 'all'];
  }

  tickQuotes(instrumentKey: string): boolean {
    const listing = this.catalogue.find(instrumentKey);
    return listing !== undefined && onlyTickQuotes(listing);
  }

  async history(query: HistoryQuery, part: PartSink, signal: AbortSignal): Promise<void> {
    const listing = this.catalogue.find(query.instrument.key);
    const pieces = listing === undefined ? [] : piecesOf(listing, query);
    if (listing === undefined || pieces.length === 0) throw historyNotFound(query);
    const adjust = adjuster(query, listing.factors);
    for (const piece of pieces) {
      if (signal.aborted) return;
      await this.piece(piece, listing.instrument, async (events) => part(events.map(adjust)), signal);
    }
  }

  /** One file at a time is in memory, whatever the range. */
  private async piece(
    { path, read }: Piece,
    instrument: Instrument,
    part: (events: readonly LeanEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const text = await readZippedText(join(this.catalogue.root, path), path);
    let pending: LeanEvent[] = [];
    for (const event of read(text, { file: path, instrument })) {
      pending.push(event);
      if (pending.length < PART_EVENTS) continue;
      await part(pending);
      if (signal.aborted) return;
      pending = [];
    }
    if (pending.length > 0) await part(pending);
  }
}

/** What prices become: those at the end of the range stay as they were traded. */
function adjuster(
  { toUs, adjustment = 'raw' }: HistoryQuery,
  factors: FactorTable | undefined,
): (event: LeanEvent) => LeanEvent {
  if (adjustment === 'raw' || factors === undefined) return (event) => event;
  const table = factors.asOf(toUs - 1);
  return (event) => adjusted(event, table, adjustment);
}
