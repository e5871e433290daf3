import { Option, type Command } from 'commander';
import { ORDER_QUERY, type RiskCheckReplyShape, type RiskCheckRequestShape } from '@bourseworks/dto/shapes';
import { accountOption, adapterOption, given, MANUAL, venueOption } from '../../arguments/options.js';
import { decimalArgument, idArgument, sideArgument, strategyArgument } from '../../arguments/parsers.js';
import type { Bus } from '../../bus.js';
import { newBusCommand, runOnBus, type BusOptions } from '../../command.js';
import { EXIT } from '../../exit-codes.js';
import type { Output } from '../../output/output.js';
import { remedyOf } from '../../remedies.js';
import { addTermsOptions, termsOf, type TermsOptions } from '../order/terms-options.js';
import { usageTable } from './usage-table.js';

const MAX_SHOWN = 10;

interface CheckOptions extends BusOptions, TermsOptions {
  readonly account: string;
  readonly strategy: string;
  readonly venue: string;
  readonly adapter?: string;
}

function deniedText(output: Output, { code, reason, limit, observed, scope, id, ruleVersion }: DeniedShape): string {
  const facts = [
    ...(limit === '' ? [] : [`limit ${limit}`]),
    ...(observed === '' ? [] : [`observed ${observed}`]),
    ...(scope === '' ? [] : [`${scope} ${id}`]),
    ...(ruleVersion === 0 ? [] : [`limits of version ${ruleVersion}`]),
  ];
  const head = `${output.style('bad', 'It would be refused.')} ${code}: ${reason}`;
  return [head, ...(facts.length === 0 ? [] : [facts.join(', ')]), remedyOf(code)].join('\n');
}
type DeniedShape = NonNullable<RiskCheckReplyShape['denial']>;

function text(output: Output, reply: RiskCheckReplyShape): string {
  const { denial, quantity, price, notional, adapter, version } = reply;
  const at = price === '' ? 'at the market' : `at ${price}`;
  const reserves = notional === '' ? '' : `, reserving ${notional}`;
  const head =
    denial === undefined
      ? `${output.style('good', 'It would be sent')}: ${quantity} ${at} to ${adapter}${reserves} (limits of version ${version}).`
      : deniedText(output, denial);
  if (reply.usage.length === 0) return `${head}\nNo limit above it is used yet.`;
  return `${head}\nLimits above it, without this order:\n${usageTable(output, reply.usage.slice(0, MAX_SHOWN))}`;
}

async function check(bus: Bus, output: Output, request: RiskCheckRequestShape): Promise<void> {
  const reply = await bus.query<RiskCheckReplyShape>(ORDER_QUERY.riskCheck, request);
  output.result(reply, () => text(output, reply));
  if (!reply.passes) process.exitCode = EXIT.refused;
}

export function checkCommand(): Command {
  const command = newBusCommand(
    'check',
    'would this order be sent? Asks every check; nothing is sent, reserved or counted',
    ['risk check BTCUSD BUY 0.01', 'risk check BTCUSD SELL 0.01 --strategy pts --json'],
  )
    .argument('<symbol>', 'symbol', idArgument)
    .argument('<side>', 'BUY or SELL', sideArgument)
    .argument('<quantity>', 'decimal', decimalArgument);
  return addTermsOptions(command)
    .addOption(accountOption())
    .addOption(new Option('--strategy <strategy>', 'whose order').argParser(strategyArgument).default(MANUAL))
    .addOption(venueOption())
    .addOption(adapterOption())
    .action((symbol: string, side: 'BUY' | 'SELL', quantity: string, options: CheckOptions) => {
      const { account, strategy, venue, adapter } = options;
      const asked = { account, strategy, venue, symbol, side, quantity, ...termsOf(options) };
      const request = { ...asked, ...given('adapter', adapter) };
      return runOnBus(options, (bus, output) => check(bus, output, request));
    });
}
