import type { Command } from 'commander';
import { formatNanos, US_PER_MS } from '@bourseworks/domain';
import { locateTopic, type LocateSetShape } from '@bourseworks/dto/shapes';
import { accountOption, adapterOption, given, venueOption } from '../../arguments/options.js';
import { amountArgument, durationArgument, idArgument } from '../../arguments/parsers.js';
import { newBusCommand, runOnBus } from '../../command.js';
import { isoOf, withIsoTimes } from '../../streams/iso-time.js';
import { actorOption, reasonOption, sendRiskControl, type RiskControlOptions } from './risk-control.js';

interface LocateOptions extends RiskControlOptions {
  readonly account: string;
  readonly venue: string;
  readonly adapter?: string;
  readonly for: number;
}

const DEFAULT_US = 8 * 3_600_000_000;

export function locateCommand(): Command {
  return newBusCommand('locate', 'what an account may sell short of a symbol, until when; 0 takes it back', [
    "risk locate BTCUSD 2 --for 8h --reason 'lender 7'",
  ])
    .argument('<symbol>', 'symbol', idArgument)
    .argument('<quantity>', 'decimal, in all; 0 takes a locate back', amountArgument)
    .option('--for <duration>', 'so long from now (default: 8h)', durationArgument, DEFAULT_US)
    .addOption(accountOption())
    .addOption(venueOption())
    .addOption(adapterOption())
    .addOption(reasonOption().makeOptionMandatory())
    .addOption(actorOption())
    .action((symbol: string, quantity: string, options: LocateOptions) => {
      const { account, venue, adapter, reason } = options;
      const expireTime = formatNanos(Date.now() * US_PER_MS + options.for);
      return runOnBus(options, async (bus, output) => {
        const control = {
          action: 'control.locate',
          topic: locateTopic(account),
          body: { venue, symbol, ...given('adapter', adapter), quantity, expireTime },
          again: ['risk', 'locate', symbol, quantity, '--account', account, '--reason', reason],
          look: ['risk', 'check', symbol, 'SELL', quantity === '0' ? '1' : quantity, '--account', account],
        } as const;
        const reply = await sendRiskControl<LocateSetShape>(bus, control, options);
        output.result(withIsoTimes(reply), () => {
          const until = isoOf(reply.expireTime);
          return `${account} may sell ${reply.quantity} ${venue}/${symbol} short until ${until}.`;
        });
      });
    });
}
