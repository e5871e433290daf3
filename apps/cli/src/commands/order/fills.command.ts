import type { Command } from 'commander';
import { ORDER_QUERY, type EventsReplyShape, type OrderEventShape } from '@bourseworks/dto/shapes';
import { anyAccountOption, anyStrategyOption, given } from '../../arguments/options.js';
import { idArgument, limitArgument } from '../../arguments/parsers.js';
import type { Bus } from '../../bus.js';
import { newBusCommand, runOnBus, type BusOptions } from '../../command.js';
import type { Output } from '../../output/output.js';
import { withIsoTimes } from '../../streams/iso-time.js';
import { fillTable } from './order-text.js';

const DEFAULT_LIMIT = 50;
const PAGE = 1_000;

interface FillsOptions extends BusOptions {
  readonly account?: string;
  readonly strategy?: string;
  readonly order?: string;
  readonly limit: number;
}

/** The latest fills, oldest first: the journal is read from its beginning, and no more is kept than is shown. */
async function latest(bus: Bus, { account, strategy, order, limit }: FillsOptions): Promise<OrderEventShape[]> {
  const filter = { ...given('account', account), ...given('strategy', strategy), ...given('clOrdId', order) };
  let kept: OrderEventShape[] = [];
  for (let afterSequence = 0; ;) {
    const query = { ...filter, afterSequence, limit: PAGE };
    const { events, more } = await bus.query<EventsReplyShape>(ORDER_QUERY.fills, query);
    kept = [...kept, ...events].slice(-limit);
    const last = events.at(-1);
    if (!more || last === undefined) return kept;
    afterSequence = last.sequence;
  }
}

async function fills(bus: Bus, output: Output, options: FillsOptions): Promise<void> {
  const found = await latest(bus, options);
  if (output.json) for (const fill of found) output.result(withIsoTimes(fill), () => '');
  else if (found.length === 0) output.note('No fills.');
  else output.result(undefined, () => fillTable(output, found));
}

export function fillsCommand(): Command {
  return newBusCommand('fills', 'the latest executions, corrections and busts among them', [
    'fills',
    'fills --strategy pts --limit 20',
    'fills --order dev-manual-1-1 --json',
  ])
    .addOption(anyAccountOption())
    .addOption(anyStrategyOption())
    .option('--order <clOrdId>', 'of one order only', idArgument)
    .option('--limit <n>', 'at most so many', limitArgument, DEFAULT_LIMIT)
    .action((options: FillsOptions) => runOnBus(options, (bus, output) => fills(bus, output, options)));
}
