import { Argument, Option, type Command } from 'commander';
import { cashTopic, type CashSetShape } from '@bourseworks/dto/shapes';
import { venueOption } from '../../arguments/options.js';
import { countArgument, idArgument, strategyArgument } from '../../arguments/parsers.js';
import { newBusCommand, runOnBus } from '../../command.js';
import { confirm } from '../confirm.js';
import { actorOption, reasonOption, sendRiskControl, type RiskControlOptions } from '../risk/risk-control.js';
import { cashBody, TYPED_KINDS, type CashBody, type CashTerms, type TypedKind } from './cash-request.js';

interface CashOptions extends RiskControlOptions, CashTerms {
  readonly yes: boolean;
}

/** The event as it is asked about: what is booked cannot be unbooked. */
function question(account: string, body: CashBody): string {
  const { kind, symbol, venue, amount, rate, price, days, n, m, strategy, currency } = body;
  const of = symbol === undefined ? '' : ` of ${venue}/${symbol}`;
  const facts = [
    ...(amount === undefined ? [] : [`${amount}${currency === undefined ? '' : ` ${currency}`}`]),
    ...(rate === undefined ? [] : [`rate ${rate}`]),
    ...(n === undefined ? [] : [`${n} new for ${m} old`]),
    ...(price === undefined ? [] : [`at ${price}`]),
    ...(days === undefined ? [] : [`${days} days`]),
    ...(strategy === undefined ? [] : [`strategy ${strategy}`]),
  ].join(', ');
  const where = kind === 'split' ? 'every account that holds it' : account;
  return `Book in ${where}: ${kind}${of}, ${facts}?`;
}

async function book(account: string, kind: TypedKind, words: readonly string[], options: CashOptions): Promise<void> {
  const body = cashBody(kind, words, options);
  if (!options.yes) await confirm(question(account, body));
  const terms = (['rate', 'price', 'days', 'yearDays', 'strategy', 'currency'] as const).flatMap((name) =>
    options[name] === undefined ? [] : [name === 'yearDays' ? '--year-days' : `--${name}`, String(options[name])],
  );
  await runOnBus(options, async (bus, output) => {
    const control = {
      action: 'control.cash',
      topic: cashTopic(account),
      body,
      again: ['portfolio', 'cash', account, kind, ...words, ...terms, '--reason', options.reason, '--yes'],
      look: ['portfolio', '--account', account],
    } as const;
    const reply = await sendRiskControl<CashSetShape>(bus, control, options);
    output.result(reply, () => {
      const { amount, cash, currency } = reply;
      const booked = amount === undefined ? 'was booked before' : `booked ${output.style('strong', amount)}`;
      return `${reply.account}: ${reply.kind} ${booked}. Cash is ${cash} ${currency}.`;
    });
  });
}

export function cashCommand(): Command {
  return newBusCommand('cash', 'book what no trade moved: money in or out, dividends, funding, loans, splits, fees', [
    "portfolio cash SIM deposit 1000 --reason 'wire 4711' --yes",
    "portfolio cash SIM withdraw 250.50 --reason 'wire 4712' --yes",
    "portfolio cash SIM dividend BTCUSD 0.62 --reason 'paid today' --yes",
    "portfolio cash SIM funding BTCUSD --rate -0.0001 --price 60000 --reason '08:00' --yes",
    "portfolio cash SIM borrow BTCUSD --rate 0.05 --price 60000 --days 1 --reason 'lender 7' --yes",
    "portfolio cash SIM split BTCUSD 3:1 --price 20000 --reason 'announced'",
  ])
    .argument('<account>', 'account; a split is booked in every one that holds the symbol', idArgument)
    .addArgument(new Argument('<kind>', 'what is booked').choices(TYPED_KINDS))
    .argument('[words...]', 'an amount; a symbol, or a symbol and an amount (of one unit for dividends) or n:m')
    .option('--rate <rate>', 'of funding, or of a loan for a year; 0.01 = 1 %')
    .option('--price <price>', 'mark of funding and loans; price after a split, for fractions')
    .option('--days <n>', 'days of a loan', countArgument)
    .addOption(new Option('--year-days <n>', 'days of its year (default: 360)').choices(['360', '365']))
    .option('--currency <currency>', 'of a transfer, where it is not that of the account', idArgument)
    .option('--strategy <strategy>', 'whose fee or rebate', strategyArgument)
    .addOption(venueOption())
    .addOption(reasonOption().makeOptionMandatory())
    .addOption(actorOption())
    .option('--yes', 'do not ask first; needed where nobody can be asked', false)
    .action((account: string, kind: TypedKind, words: string[], options: CashOptions) =>
      book(account, kind, words, options),
    );
}
