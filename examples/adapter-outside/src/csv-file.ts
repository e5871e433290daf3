import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import {
  defineInstrument,
  DomainError,
  parseDecimal,
  type Instrument,
  type Side,
  type Trade,
} from '@bourseworks/domain';

type Row = Readonly<Record<string, string>>;

function bad(file: string, line: number, complaint: string): DomainError {
  const place = `${file}:${line}`;
  return new DomainError({ code: 'DATA_FORMAT', message: `${place} ${complaint}`, details: { file, line } });
}

/** Rows of a file with a header line, one in memory at a time. Values have no commas and no quotes. */
async function* rows(file: string): AsyncGenerator<{ readonly line: number; readonly row: Row }> {
  let names: readonly string[] | undefined;
  let line = 0;
  const input = createReadStream(file, 'utf8');
  try {
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      line += 1;
      if (text === '') continue;
      const cells = text.split(',').map((cell) => cell.trim());
      if (names === undefined) names = cells;
      else if (cells.length !== names.length) throw bad(file, line, `has ${cells.length} values, not ${names.length}`);
      else yield { line, row: Object.fromEntries(names.map((name, at) => [name, cells[at]])) };
    }
  } finally {
    input.destroy();
  }
}

/** `symbol,currency,tick,lot`. Rejects with DomainError DATA_FORMAT, or with the error of a file that cannot be read. */
export async function readInstruments(file: string): Promise<readonly Instrument[]> {
  const instruments: Instrument[] = [];
  for await (const { line, row } of rows(file)) {
    const { symbol = '', currency = '', tick = '', lot = '' } = row;
    const spec = { venue: 'csv', symbol, assetClass: 'crypto', currency, tickSize: tick, lotSize: lot } as const;
    const instrument = defineInstrument(spec);
    if (!instrument.ok) throw bad(file, line, instrument.refusal.message);
    instruments.push(instrument.value);
  }
  return instruments;
}

const SIDES: Readonly<Record<string, Side>> = { buy: 'BUY', sell: 'SELL' };

/** `time,price,quantity,aggressor` in the order of time; decimals as text, exact. Rejects as readInstruments. */
export async function* readTrades(file: string, { priceScale, qtyScale }: Instrument): AsyncGenerator<Trade> {
  let before = 0;
  for await (const { line, row } of rows(file)) {
    const us = Date.parse(row['time'] ?? '') * 1_000;
    const price = parseDecimal(row['price'] ?? '', priceScale);
    const quantity = parseDecimal(row['quantity'] ?? '', qtyScale);
    if (!(us >= before)) throw bad(file, line, 'has no ISO 8601 time, or one before that of the line above');
    if (!price.ok) throw bad(file, line, `price: ${price.refusal.message}`);
    if (!quantity.ok) throw bad(file, line, `quantity: ${quantity.refusal.message}`);
    before = us;
    const trade = { kind: 'trade', us, ns: 0, price: price.value, quantity: quantity.value } as const;
    const aggressor = SIDES[row['aggressor'] ?? ''];
    yield { ...trade, tradeId: String(line), ...(aggressor === undefined ? {} : { aggressor }) };
  }
}
