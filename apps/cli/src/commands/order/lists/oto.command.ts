import type { Command } from 'commander';
import type { Side } from '@bourseworks/domain';
import type { ListOrderShape } from '@bourseworks/dto/shapes';
import { given } from '../../../arguments/options.js';
import { addTermsOptions, termsOf, type TermsOptions } from '../terms-options.js';
import { readChild, type Child } from './child-argument.js';
import { newListCommand, releaseOption, submitList, type Release, type SubmitListOptions } from './submit-list.js';

interface OtoOptions extends SubmitListOptions, TermsOptions {
  readonly child: readonly Child[];
  readonly release: Release;
}

/** A child goes where the entry goes unless it says otherwise; another venue has adapters of its own. */
function placeOf(child: Child, { venue, adapter }: SubmitListOptions) {
  if (child.venue === undefined) return { venue, ...given('adapter', child.adapter ?? adapter) };
  return { venue: child.venue, ...given('adapter', child.adapter) };
}

function otoOrders(symbol: string, side: Side, quantity: string, options: OtoOptions): ListOrderShape[] {
  const { venue, adapter } = options;
  const entry = { venue, ...given('adapter', adapter), symbol, side, quantity, ...termsOf(options) };
  const children = options.child.map((child): ListOrderShape => {
    return { role: 'CHILD', ...child.order, ...placeOf(child, options) };
  });
  return [{ role: 'ENTRY', ...entry }, ...children];
}

export function otoCommand(): Command {
  const command = newListCommand('oto', 'place an order that sends others as it fills', [
    "order oto BTCUSD BUY 0.01 --limit 60000 --tif GTC --child 'BTCUSD SELL 0.01 --limit 63000 --tif GTC'",
    "order oto ETHUSD BUY 0.2 --child 'BTCUSD SELL 0.01' --child 'ETHUSD SELL 0.2 --trail 20 --tif GTC'",
  ]);
  return addTermsOptions(command)
    .requiredOption(
      '--child <order>',
      'order that follows, as `order place` takes it, in quotes: SYMBOL SIDE QUANTITY and options; give it up to 9 times',
      (text: string, before: readonly Child[] | undefined) => [...(before ?? []), readChild(text)],
    )
    .addOption(releaseOption())
    .action((symbol: string, side: Side, quantity: string, options: OtoOptions) =>
      submitList(
        { kind: 'OTO', orders: otoOrders(symbol, side, quantity, options), release: options.release },
        options,
      ),
    );
}
