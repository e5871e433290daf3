import { useCallback, useMemo, useRef } from 'react';
import {
  CellStyleModule,
  ClientSideRowModelModule,
  ColumnApiModule,
  ModuleRegistry,
  PinnedRowModule,
  QuickFilterModule,
  RowApiModule,
  RowStyleModule,
  TextEditorModule,
  TooltipModule,
  themeQuartz,
  type CellClickedEvent,
  type ColDef,
  type GetRowIdParams,
} from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';

ModuleRegistry.registerModules([
  ClientSideRowModelModule,
  CellStyleModule,
  ColumnApiModule,
  PinnedRowModule,
  QuickFilterModule,
  RowApiModule,
  RowStyleModule,
  TextEditorModule,
  TooltipModule,
]);

/** The colours are the page's own, and change with its theme. */
const theme = themeQuartz.withParams({
  accentColor: 'var(--accent)',
  backgroundColor: 'var(--bg-1)',
  foregroundColor: 'var(--text-1)',
  textColor: 'var(--text-1)',
  borderColor: 'var(--line)',
  chromeBackgroundColor: 'var(--bg-1)',
  headerBackgroundColor: 'var(--bg-1)',
  headerTextColor: 'var(--text-3)',
  headerFontSize: 10.5,
  headerFontWeight: 500,
  headerHeight: 25,
  headerColumnBorder: false,
  headerColumnResizeHandleColor: 'transparent',
  rowHeight: 26,
  rowHoverColor: 'var(--bg-2)',
  oddRowBackgroundColor: 'var(--bg-1)',
  selectedRowBackgroundColor: 'var(--accent-soft)',
  fontFamily: 'inherit',
  fontSize: 12,
  spacing: 4,
  cellHorizontalPadding: 8,
  wrapperBorder: false,
  wrapperBorderRadius: 0,
  rowBorder: { color: 'var(--line)' },
  columnBorder: false,
  pinnedColumnBorder: false,
  iconSize: 11,
  inputFocusBorder: { color: 'var(--accent)' },
  focusShadow: 'none',
  tooltipBackgroundColor: 'var(--bg-3)',
  tooltipTextColor: 'var(--text-1)',
});

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

interface Props<T> {
  readonly rows: readonly T[];
  /** The same ones as long as they are the same: the grid sets up its columns anew for others. */
  readonly columns: ColDef<T>[];
  readonly idOf: (row: T) => string;
  readonly label: string;
  readonly filter?: string;
  readonly empty: string;
  /** A row that stays at the bottom. */
  readonly totals?: T[];
  /** A click on any row but the totals. */
  readonly onRow?: (row: T) => void;
}

export const numeric = { type: 'rightAligned', cellClass: 'num', headerClass: 'ag-right-aligned-header' } as const;

const defaults: ColDef = {
  sortable: true,
  resizable: true,
  suppressHeaderMenuButton: true,
  suppressMovable: false,
  minWidth: 44,
};

/**
 * Rows are compared by identity, so that an event costs the rows that it changed. All that is given to the grid stays the
 * same object from draw to draw: it takes another one for a change of its options.
 */
export function Grid<T>({ rows, columns, idOf, label, filter = '', empty, totals, onRow }: Props<T>) {
  const data = useMemo(() => [...rows], [rows]);
  const getRowId = useCallback(({ data: row }: GetRowIdParams<T>) => idOf(row), [idOf]);
  const choose = useRef(onRow);
  choose.current = onRow;
  const onCellClicked = useCallback(({ data: row, rowPinned }: CellClickedEvent<T>) => {
    if (row && !rowPinned) choose.current?.(row);
  }, []);
  return (
    <div className="blotter">
      <AgGridReact<T>
        theme={theme}
        styleNonce={nonce}
        rowData={data}
        columnDefs={columns}
        defaultColDef={defaults}
        getRowId={getRowId}
        quickFilterText={filter}
        overlayNoRowsTemplate={`<span class="muted">${empty}</span>`}
        animateRows={false}
        suppressCellFocus={false}
        stopEditingWhenCellsLoseFocus
        enableBrowserTooltips
        suppressDragLeaveHidesColumns
        gridId={label.toLowerCase().replaceAll(' ', '-')}
        pinnedBottomRowData={totals}
        onCellClicked={onCellClicked}
      />
    </div>
  );
}
