import { Command, InvalidArgumentError, Option } from 'commander';
import type { AmericanModel, AmericanOption, EuropeanOption, OptionKind } from '@bourseworks/pricing';
import { countArgument } from '../../arguments/parsers.js';
import { newCommand, type CommonOptions } from '../../command.js';
import { usage } from '../../failure.js';
import type { Output } from '../../output/output.js';
import { DomainError } from '@bourseworks/domain';
import { quoted } from '../../streams/item-rows.js';
import { findColumn, inputError, noNumber, numberOf, readTable, type InputTable } from '../../tables/input-table.js';
import { failureAtLine, runResearch } from './run-research.js';

type Pricing = typeof import('@bourseworks/pricing');

const MODELS = ['european', 'barone-adesi-whaley', 'bjerksund-stensland', 'binomial', 'trinomial', 'grid'] as const;
type Model = (typeof MODELS)[number];

interface PriceOptions extends CommonOptions {
  readonly kind: 'call' | 'put';
  readonly spot?: number;
  readonly strike?: number;
  readonly years?: number;
  readonly rate?: number;
  readonly carry?: number;
  readonly yield?: number;
  readonly volatility?: number;
  readonly price?: number;
  readonly model: Model;
  readonly steps: number;
  readonly input?: string;
  readonly csv: boolean;
}

/** What an option of the command line or a column of a file may say. */
const NUMBERS = ['spot', 'strike', 'years', 'rate', 'carry', 'yield', 'volatility', 'price'] as const;
type Terms = Partial<Record<(typeof NUMBERS)[number], number>> & { readonly kind: string };

const STEPS = 501;

function numberArgument(text: string): number {
  const value = numberOf(text.trim());
  if (!Number.isFinite(value)) throw new InvalidArgumentError('Give a number such as 100, 0.05 or -0.01.');
  return value;
}

/** Of these each says what the other says too: with both, one of them would be passed over. */
const EITHER = [
  ['volatility', 'price'],
  ['carry', 'yield'],
] as const;

/** One row of a result: the volatility that was given or found, the price, the Greeks. */
type Priced = Readonly<Record<string, number>>;

function modelOf(pricing: Pricing, { model, steps }: PriceOptions): AmericanModel | undefined {
  const { baroneAdesiWhaley, binomial, bjerksundStensland, finiteDifference, trinomial } = pricing;
  switch (model) {
    case 'barone-adesi-whaley':
      return baroneAdesiWhaley;
    case 'bjerksund-stensland':
      return bjerksundStensland;
    case 'binomial':
      return (option: AmericanOption) => binomial(option, { steps });
    case 'trinomial':
      return (option: AmericanOption) => trinomial(option, { steps });
    case 'grid':
      return (option: AmericanOption) => finiteDifference(option, { timeSteps: steps, priceSteps: steps });
    default:
      return undefined;
  }
}

function kindOf({ CALL, PUT }: Pricing, text: string): OptionKind {
  const kinds = new Map<string, OptionKind>([
    ['c', CALL],
    ['call', CALL],
    ['p', PUT],
    ['put', PUT],
  ]);
  const kind = kinds.get(text.toLowerCase());
  if (kind === undefined) throw inputError(`kind is call or put: ${text}`, { kind: text });
  return kind;
}

function priced(pricing: Pricing, terms: Terms, options: PriceOptions): Priced {
  const { spot, strike, years, rate = 0, price, volatility } = terms;
  const missing = Object.entries({ spot, strike, years }).find(([, value]) => value === undefined)?.[0];
  if (missing !== undefined) throw usage(`there is no ${missing}`, `Give --${missing}, or a column of that name.`);
  const double = EITHER.find((pair) => pair.every((name) => terms[name] !== undefined));
  if (double !== undefined) throw usage(`there is both a ${double.join(' and a ')}`, 'Give one of them.');
  const carry = terms.carry ?? rate - (terms.yield ?? 0);
  const base = {
    kind: kindOf(pricing, terms.kind),
    spot: spot ?? 0,
    strike: strike ?? 0,
    years: years ?? 0,
    rate,
    carry,
  };
  const model = modelOf(pricing, options);
  if (volatility === undefined && price === undefined)
    throw usage('there is no volatility', 'Give --volatility, or --price to find the one that it implies.');
  if (volatility !== undefined) return { volatility, ...greeks(pricing, { ...base, volatility }, model) };
  if (model !== undefined)
    throw usage('--price implies a volatility of European options', 'Give --volatility, or --model european.');
  const { kind } = base;
  const implied = pricing.bsmImpliedVolatility(kind, price ?? 0, base.spot, base.strike, base.years, rate, carry);
  return { volatility: implied, ...greeks(pricing, { ...base, volatility: implied }, model) };
}

const greeks = (pricing: Pricing, option: EuropeanOption, model: AmericanModel | undefined): Priced =>
  model === undefined ? { ...pricing.greeksOf(option) } : { ...pricing.americanGreeks(option, model) };

/**
 * The terms of each row; what it has no column for, or nothing in it, is what the options say. A row with a price has no use for
 * a volatility of the options, nor the other way round.
 */
function termsOfRow(table: InputTable, row: readonly string[], line: number, options: PriceOptions): Terms {
  const cell = (name: string): string => row[findColumn(table, name) ?? -1] ?? '';
  const isToldOtherwise = (name: string): boolean =>
    EITHER.some((pair) => pair.some((one) => one === name) && pair.some((one) => cell(one) !== ''));
  const numbers = NUMBERS.map((name) => {
    const text = cell(name);
    if (text === '') return [name, isToldOtherwise(name) ? undefined : options[name]] as const;
    const value = numberOf(text);
    if (!Number.isFinite(value)) throw noNumber(line, name, text);
    return [name, value] as const;
  });
  return { ...Object.fromEntries(numbers), kind: cell('kind') || options.kind };
}

/** The cells of a row, those that are empty filled with what was found, and at their end what has no column. */
function filled(table: InputTable, row: readonly string[], result: Priced): string[] {
  const cells = table.names.map((_, at) => row[at] ?? '');
  for (const [name, value] of Object.entries(result)) {
    const at = findColumn(table, name) ?? cells.length;
    if (cells[at] === undefined || cells[at] === '') cells[at] = String(value);
  }
  return cells;
}

async function priceFile(pricing: Pricing, output: Output, file: string, options: PriceOptions): Promise<void> {
  const table = await readTable(file);
  if (table.rows.length === 0)
    throw new DomainError({ code: 'INPUT_TOO_SHORT', message: `${file} has no rows`, details: { rows: 0, needed: 1 } });
  const csvLine = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\n`;
  for (const [index, row] of table.rows.entries()) {
    const line = table.lines[index];
    const terms = termsOfRow(table, row, line, options);
    let result: Priced;
    try {
      result = priced(pricing, terms, options);
    } catch (error) {
      throw await failureAtLine(error, line);
    }
    if (output.json) {
      const given = Object.fromEntries(table.names.map((name, at) => [name, row[at] ?? '']));
      await output.piece(`${JSON.stringify({ ...given, ...result })}\n`);
    } else {
      const added = Object.keys(result).filter((name) => findColumn(table, name) === undefined);
      if (index === 0) await output.piece(csvLine([...table.names, ...added]));
      await output.piece(csvLine(filled(table, row, result)));
    }
  }
}

async function priceOption(output: Output, options: PriceOptions): Promise<void> {
  const pricing = await import('@bourseworks/pricing');
  if (options.input !== undefined) return priceFile(pricing, output, options.input, options);
  const result = priced(pricing, options, options);
  const rows = Object.entries(result);
  if (options.csv && !output.json) {
    output.line(rows.map(([name]) => name).join(','));
    output.line(rows.map(([, value]) => String(value)).join(','));
    return;
  }
  output.result(result, () =>
    output
      .table<(typeof rows)[number]>(
        [
          { header: '', cell: ([name]) => name },
          { header: '', cell: ([, value]) => String(value), align: 'right' },
        ],
        rows,
      )
      .trimStart(),
  );
}

function optionCommand(): Command {
  return newCommand('option', 'price, Greeks or implied volatility of options: of one, or of each row of a file', [
    'price option --spot 100 --strike 105 --years 0.5 --rate 0.03 --volatility 0.2',
    'price option --kind put --spot 100 --strike 95 --years 0.25 --rate 0.05 --price 2.35 --json',
    'price option --spot 100 --strike 100 --years 1 --rate 0.05 --yield 0.07 --volatility 0.3 --model binomial',
    'price option --input options.csv --rate 0.02 --csv',
  ])
    .addOption(new Option('--kind <kind>', 'right to buy or to sell').choices(['call', 'put']).default('call'))
    .option('--spot <price>', 'price of the underlying', numberArgument)
    .option('--strike <price>', 'price at which it is exercised', numberArgument)
    .option('--years <years>', 'until it expires', numberArgument)
    .option('--rate <rate>', 'riskless, continuous, per year: 0.03 (0 if left out)', numberArgument)
    .option('--yield <rate>', 'of the underlying: dividends, or the foreign rate', numberArgument)
    .option('--carry <rate>', 'cost of carry instead of a yield: 0 for a future', numberArgument)
    .option('--volatility <volatility>', 'per year: 0.2', numberArgument)
    .option('--price <price>', 'of the option, instead of the volatility that it implies', numberArgument)
    .addOption(
      new Option('--model <model>', 'European, or how an American one is priced').choices(MODELS).default('european'),
    )
    .option('--steps <n>', 'of a tree or grid', countArgument, STEPS)
    .option(
      '--input <file>',
      'CSV with columns of these names; - is standard input; options stand for what is not in it',
    )
    .option('--csv', 'comma-separated values', false)
    .action((options: PriceOptions) => runResearch(options, (output) => priceOption(output, options)));
}

export function priceCommand(): Command {
  return new Command('price').description('prices of options').addCommand(optionCommand());
}
