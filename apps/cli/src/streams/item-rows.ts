import type { StreamKind } from '@bourseworks/domain';
import type { InstrumentShape, MarketDataItem } from '@bourseworks/dto/shapes';
import { itemColumns, type ItemColumn } from './item-columns.js';

const pad = (text: string, { width, align }: ItemColumn): string =>
  align === 'right' ? text.padStart(width) : text.padEnd(width);

/** A field of a line of CSV. */
export const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Items as lines of text, each by itself: a table of known widths that needs no more memory the longer it gets. */
export class ItemRows {
  private readonly columns: readonly ItemColumn[];

  constructor(
    kind: StreamKind,
    private readonly csv: boolean,
  ) {
    this.columns = itemColumns(kind);
  }

  header(): string {
    return this.line((column) => column.header);
  }

  row(item: MarketDataItem, instrument: InstrumentShape): string {
    return this.line((column) => column.text(item, instrument));
  }

  private line(cell: (column: ItemColumn) => string): string {
    if (this.csv) return this.columns.map((column) => quoted(cell(column))).join(',');
    return this.columns
      .map((column) => pad(cell(column), column))
      .join('  ')
      .trimEnd();
  }
}
