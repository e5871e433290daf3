import type { PortfolioShape, PositionShape } from '@bourseworks/dto/shapes';
import type { Column, Output } from '../output/output.js';

/** Figures that a row of a table shows. */
export type Figures = Pick<
  PortfolioShape,
  | 'account'
  | 'strategy'
  | 'currency'
  | 'openOrders'
  | 'equity'
  | 'cash'
  | 'realizedPnl'
  | 'unrealizedPnl'
  | 'fees'
  | 'grossExposure'
  | 'netExposure'
  | 'reserved'
>;

/** An amount coloured by its sign; the text stays as it came. */
export function gainText(output: Output, amount: string): string {
  if (/^[-0.]*$/.test(amount)) return amount;
  return output.style(amount.startsWith('-') ? 'bad' : 'good', amount);
}

/** Figures of accounts or of strategies; what the rows are of stands out. */
export function figureColumns<Row extends Figures>(output: Output, of: 'account' | 'strategy'): Column<Row>[] {
  const name = (column: 'account' | 'strategy', text: string) => (column === of ? output.style('strong', text) : text);
  return [
    { header: 'account', cell: (row) => name('account', row.account) },
    { header: 'strategy', cell: (row) => name('strategy', row.strategy) },
    { header: 'equity', cell: (row) => row.equity, align: 'right' },
    { header: 'cash', cell: (row) => row.cash, align: 'right' },
    { header: 'realised', cell: (row) => gainText(output, row.realizedPnl), align: 'right' },
    { header: 'unrealised', cell: (row) => gainText(output, row.unrealizedPnl), align: 'right' },
    { header: 'fees', cell: (row) => row.fees, align: 'right' },
    { header: 'gross', cell: (row) => row.grossExposure, align: 'right' },
    { header: 'net', cell: (row) => row.netExposure, align: 'right' },
    { header: 'reserved', cell: (row) => row.reserved, align: 'right' },
    { header: 'open', cell: (row) => String(row.openOrders), align: 'right' },
    { header: '', cell: (row) => row.currency },
  ];
}

export function positionColumns(output: Output): Column<PositionShape>[] {
  return [
    { header: 'account', cell: (row) => row.account },
    { header: 'strategy', cell: (row) => row.strategy },
    { header: 'symbol', cell: (row) => output.style('strong', `${row.venue}/${row.symbol}`) },
    { header: 'quantity', cell: (row) => row.quantity, align: 'right' },
    { header: 'avgPrice', cell: (row) => row.avgPrice, align: 'right' },
    { header: 'mark', cell: (row) => row.markPrice, align: 'right' },
    { header: 'value', cell: (row) => row.marketValue, align: 'right' },
    { header: 'realised', cell: (row) => gainText(output, row.realizedPnl), align: 'right' },
    { header: 'unrealised', cell: (row) => gainText(output, row.unrealizedPnl), align: 'right' },
    { header: 'fees', cell: (row) => row.fees, align: 'right' },
    { header: '', cell: (row) => row.currency },
  ];
}
