import { Argument } from 'commander';
import type { StreamKind } from '@bourseworks/domain';
import { given } from '../arguments/options.js';
import { idArgument } from '../arguments/parsers.js';
import type { Bus } from '../bus.js';
import { usage } from '../failure.js';
import { listInstruments } from './instruments.command.js';

const MAX_SYMBOLS = 200;

/** Symbols of which a command opens live streams. */
export const symbolsArgument = (): Argument =>
  new Argument('[symbols...]', 'symbols (default: all of the venue)').argParser((symbol: string, before?: string[]) => [
    ...(before ?? []),
    idArgument(symbol),
  ]);

/** @throws CliFailure when more were named than one command takes */
export function checkCount(symbols: readonly string[] = []): void {
  if (symbols.length > MAX_SYMBOLS) throw usage(`more than ${MAX_SYMBOLS} symbols`);
}

/** The symbols that were named, else all that the venue has in this kind. */
export async function chooseSymbols(
  bus: Bus,
  named: readonly string[],
  stream: { readonly venue: string; readonly adapter?: string; readonly kind: StreamKind },
): Promise<readonly string[]> {
  if (named.length > 0) return [...new Set(named)];
  const { venue, adapter, kind } = stream;
  const listed = await listInstruments(bus, { venue, ...given('adapter', adapter) });
  const symbols = listed.filter(({ kinds }) => kinds.includes(kind)).map(({ symbol }) => symbol);
  if (symbols.length === 0) throw usage(`${venue} has no ${kind}`, 'See `bourse instruments`.');
  if (symbols.length > MAX_SYMBOLS) throw usage(`${venue} has ${symbols.length} symbols`, 'Name some of them.');
  return symbols;
}
