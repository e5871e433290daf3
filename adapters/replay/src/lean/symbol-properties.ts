import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFormatError } from '../files/data-format.js';
import { namesIn } from '../files/small-files.js';

/** One line of the symbol-properties table. Sizes as decimal text, as listed. */
export interface SymbolProperties {
  readonly currency: string;
  readonly multiplier: string;
  readonly tickSize: string;
  readonly lotSize: string;
}

const FOLDER = 'symbol-properties';
const MIN_COLUMNS = 8;

/** Properties by `venue/assetClass/SYMBOL`; a symbol of `[*]` is the default of its venue and class. */
export class SymbolPropertiesTable {
  private constructor(private readonly rows: ReadonlyMap<string, SymbolProperties>) {}

  /** Reads every csv of `root/symbol-properties`; an absent folder is an empty table. Throws DATA_FORMAT. */
  static async load(root: string): Promise<SymbolPropertiesTable> {
    const rows = new Map<string, SymbolProperties>();
    for (const name of await csvFiles(join(root, FOLDER))) {
      const text = await readFile(join(root, FOLDER, name), 'utf8');
      text.split(/\r?\n/).forEach((content, index) => {
        if (content === '' || content.startsWith('#') || content.startsWith('market,')) return;
        const cells = content.split(',');
        if (cells.length < MIN_COLUMNS) {
          throw dataFormatError(
            `${FOLDER}/${name}`,
            index + 1,
            `${cells.length} columns, at least ${MIN_COLUMNS} expected`,
          );
        }
        const [venue, symbol, assetClass, , currency, multiplier, tickSize, lotSize] = cells;
        rows.set(`${venue}/${assetClass}/${symbol}`, { currency, multiplier, tickSize, lotSize });
      });
    }
    return new SymbolPropertiesTable(rows);
  }

  find(venue: string, assetClass: string, symbol: string): SymbolProperties | undefined {
    return this.rows.get(`${venue}/${assetClass}/${symbol}`) ?? this.rows.get(`${venue}/${assetClass}/[*]`);
  }
}

async function csvFiles(folder: string): Promise<string[]> {
  return (await namesIn(folder)).filter((name) => name.endsWith('.csv'));
}
