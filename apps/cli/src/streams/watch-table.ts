import type { StreamKind, StreamState } from '@bourseworks/domain';
import type { InstrumentShape, MarketDataItem } from '@bourseworks/dto/shapes';
import type { Column, Output, Style } from '../output/output.js';
import { itemColumns, type ItemColumn } from './item-columns.js';
import { Screen, type Terminal } from './screen.js';
import { gapText, type Counted, type WatchView } from './watch-lines.js';

interface Row {
  readonly symbol: string;
  cells: readonly string[];
  /** How each cell stands to the value that was shown before it. */
  moves: readonly (Style | undefined)[];
  items: number;
  missed: number;
  state: StreamState | 'WAITING';
  remark: string;
}

const STATE_STYLE: Partial<Record<Row['state'], Style>> = { LIVE: 'good', WAITING: 'dim', ENDED: 'bad' };

/** Up is good, down is bad, no change keeps the colour it had. */
function moveOf(
  column: ItemColumn,
  before: string | undefined,
  now: string,
  had: Style | undefined,
): Style | undefined {
  if (!column.moves || before === undefined) return undefined;
  // Texts of one instrument have as many decimals or differ by trailing ones: good enough to tell up from down.
  const change = Number(now) - Number(before);
  if (change === 0) return had;
  return change > 0 ? 'good' : 'bad';
}

/** The latest values of each symbol, drawn again in their place. */
export class WatchTable implements WatchView {
  private readonly rows: ReadonlyMap<string, Row>;
  private readonly columns: readonly ItemColumn[];
  private readonly screen: Screen;
  private items = 0;

  constructor(
    private readonly output: Output,
    kind: StreamKind,
    symbols: readonly string[],
    private readonly counted: Counted,
    terminal: Terminal = process.stdout,
  ) {
    this.columns = itemColumns(kind);
    const blank = { cells: [], moves: [], items: 0, missed: 0, state: 'WAITING', remark: '' } as const;
    this.rows = new Map(symbols.map((symbol) => [symbol, { symbol, ...blank }]));
    this.screen = new Screen(() => this.render(), terminal);
  }

  item(symbol: string, item: MarketDataItem, _sequence: number, instrument: InstrumentShape): void {
    const row = this.rows.get(symbol);
    if (row === undefined || this.items >= this.counted.limit) return;
    const cells = this.columns.map((column) => column.brief?.(item) ?? column.text(item, instrument));
    row.moves = this.columns.map((column, i) => moveOf(column, row.cells[i], cells[i], row.moves[i]));
    row.cells = cells;
    row.items += 1;
    if (row.state === 'WAITING') row.state = 'LIVE';
    this.screen.changed();
    this.items += 1;
    if (this.items === this.counted.limit) this.counted.reached();
  }

  gap(symbol: string, missed: number, restarted: boolean): void {
    const row = this.rows.get(symbol);
    if (row === undefined) return;
    row.missed += missed;
    row.remark = gapText(missed, restarted);
    this.screen.changed();
  }

  status(symbol: string, state: StreamState, reason?: string): void {
    const row = this.rows.get(symbol);
    if (row === undefined) return;
    // The end of a gap is no state to stay in.
    row.state = state === 'GAP_END' ? 'LIVE' : state;
    row.remark = reason ?? '';
    this.screen.changed();
  }

  end(): void {
    this.screen.end();
  }

  private render(): string {
    const { output } = this;
    const coloured = (style: Style | undefined, text: string): string =>
      style === undefined ? text : output.style(style, text);
    const columns: Column<Row>[] = [
      { header: 'symbol', cell: (row) => output.style('strong', row.symbol) },
      ...this.columns.map((column, i) => ({
        header: column.header,
        align: column.align,
        cell: (row: Row) => coloured(row.moves[i], row.cells[i] ?? ''),
      })),
      { header: 'items', cell: (row) => String(row.items), align: 'right' },
      {
        header: 'missed',
        cell: (row) => coloured(row.missed > 0 ? 'bad' : undefined, String(row.missed)),
        align: 'right',
      },
      { header: 'state', cell: (row) => output.style(STATE_STYLE[row.state] ?? 'warn', row.state) },
      { header: '', cell: (row) => output.style('dim', row.remark) },
    ];
    return output.table(columns, [...this.rows.values()]);
  }
}
