import type { Command } from 'commander';
import { MARKET_DATA_REQUEST, type InstrumentsReplyShape } from '@bourseworks/dto/shapes';
import { adapterOption, given } from '../arguments/options.js';
import { idArgument } from '../arguments/parsers.js';
import type { Bus } from '../bus.js';
import { newBusCommand, runOnBus, type BusOptions } from '../command.js';
import type { Column, Output } from '../output/output.js';

export type ListedInstrument = InstrumentsReplyShape['instruments'][number];

interface InstrumentsOptions extends BusOptions {
  readonly venue?: string;
  readonly adapter?: string;
}

const COLUMNS: readonly Column<ListedInstrument>[] = [
  { header: 'venue', cell: (row) => row.venue },
  { header: 'symbol', cell: (row) => row.symbol },
  { header: 'class', cell: (row) => row.assetClass },
  { header: 'currency', cell: (row) => row.currency },
  { header: 'tick', cell: (row) => row.tickSize, align: 'right' },
  { header: 'lot', cell: (row) => row.lotSize, align: 'right' },
  { header: 'min', cell: (row) => row.minQuantity, align: 'right' },
  { header: 'adapter', cell: (row) => row.adapter },
  { header: 'kinds', cell: (row) => row.kinds.join(' ') },
];

/** What the adapters list; all of them without a venue and an adapter. */
export async function listInstruments(
  bus: Bus,
  { venue, adapter }: { readonly venue?: string; readonly adapter?: string },
): Promise<readonly ListedInstrument[]> {
  const body = { ...given('venue', venue), ...given('adapter', adapter) };
  return (await bus.query<InstrumentsReplyShape>(MARKET_DATA_REQUEST.instruments, body)).instruments;
}

async function instruments(bus: Bus, output: Output, options: InstrumentsOptions): Promise<void> {
  const listed = await listInstruments(bus, options);
  if (output.json) for (const instrument of listed) output.result(instrument, () => '');
  else if (listed.length === 0) output.note('No instruments.');
  else output.result(undefined, () => output.table(COLUMNS, listed));
}

export function instrumentsCommand(): Command {
  return newBusCommand('instruments', 'list what can be traded and which data there are', [
    'instruments',
    'instruments --venue sim --json',
  ])
    .option('--venue <venue>', 'only this venue', idArgument)
    .addOption(adapterOption())
    .action((options: InstrumentsOptions) => runOnBus(options, (bus, output) => instruments(bus, output, options)));
}
