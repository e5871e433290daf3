import { join } from 'node:path';
import { FactorTable } from '@bourseworks/domain';
import { dataFormatError } from '../files/data-format.js';
import { isDate, isoDate } from '../files/local-day.js';
import { linesOf, textOf } from '../files/small-files.js';

const MIN_COLUMNS = 3;

/**
 * Factors of an equity, from `factor_files/TICKER.csv`: date, price factor (of dividends), split factor, and the price of that
 * day. A row holds for its date and all before it, back to the row before. Undefined without such a file. Throws DATA_FORMAT.
 */
export async function factorFile(
  root: string,
  venueFolder: string,
  ticker: string,
  zone: string,
): Promise<FactorTable | undefined> {
  const file = `${venueFolder}/factor_files/${ticker}.csv`;
  const text = await textOf(join(root, file));
  if (text === undefined) return undefined;
  const lines = linesOf(text);
  const rows = lines.map(({ number, cells }) => {
    const [date, dividends, splits] = cells;
    if (cells.length < MIN_COLUMNS || !isDate(date))
      throw dataFormatError(file, number, 'no row of date, price factor and split factor');
    return { date: isoDate(date), dividends, splits };
  });
  const table = FactorTable.of(rows, zone);
  if (table.ok) return table.value;
  const { refusal } = table;
  const at = rows.findLastIndex(({ date }) => date === refusal.details?.['where']);
  throw dataFormatError(file, lines[at]?.number ?? 0, refusal.message);
}
