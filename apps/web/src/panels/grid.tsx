import { useMemo } from 'react';
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
  type ColDef,
  type GridOptions,
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
  readonly columns: ColDef<T>[];
  readonly idOf: (row: T) => string;
  readonly label: string;
  readonly filter?: string;
  readonly empty: string;
  readonly options?: GridOptions<T>;
}

export const numeric = { type: 'rightAligned', cellClass: 'num', headerClass: 'ag-right-aligned-header' } as const;

export function Grid<T>({ rows, columns, idOf, label, filter = '', empty, options = {} }: Props<T>) {
  const data = useMemo(() => [...rows], [rows]);
  const defaults = useMemo<ColDef<T>>(
    () => ({ sortable: true, resizable: true, suppressHeaderMenuButton: true, suppressMovable: false, minWidth: 44 }),
    [],
  );
  return (
    <div className="blotter">
      <AgGridReact<T>
        theme={theme}
        styleNonce={nonce}
        rowData={data}
        columnDefs={columns}
        defaultColDef={defaults}
        getRowId={({ data: row }) => idOf(row)}
        quickFilterText={filter}
        overlayNoRowsTemplate={`<span class="muted">${empty}</span>`}
        animateRows={false}
        suppressCellFocus={false}
        stopEditingWhenCellsLoseFocus
        enableBrowserTooltips
        suppressDragLeaveHidesColumns
        gridId={label.toLowerCase().replaceAll(' ', '-')}
        {...options}
      />
    </div>
  );
}
