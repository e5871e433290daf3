import { formatDecimal, parseDecimalBig, trimDecimal } from '@bourseworks/domain';
import type { LimitUsageShape } from '@bourseworks/dto/shapes';
import type { Column, Output } from '../../output/output.js';

const SCALE = 18;
const WARN_BPS = 8_000;
const FULL_BPS = 10_000;

/** What is left of a limit; nothing of one that is passed. Exact. */
export function headroom({ limit, used }: Pick<LimitUsageShape, 'limit' | 'used'>): string {
  const [most, now] = [parseDecimalBig(limit, SCALE), parseDecimalBig(used, SCALE)];
  if (!most.ok || !now.ok) return '';
  const left = most.value - now.value;
  return left <= 0n ? '0' : trimDecimal(formatDecimal(left, SCALE));
}

export const percent = (bps: number): string => `${(bps / 100).toFixed(bps < 1_000 ? 1 : 0)}%`;

function share(output: Output, { usedBps }: LimitUsageShape): string {
  const text = percent(usedBps);
  if (usedBps >= FULL_BPS) return output.style('bad', text);
  return usedBps >= WARN_BPS ? output.style('warn', text) : text;
}

/** Limits with what is used and left of them, as they come: the most used first. */
export function usageTable(output: Output, rows: readonly LimitUsageShape[]): string {
  const columns: Column<LimitUsageShape>[] = [
    { header: 'scope', cell: (row) => row.scope },
    { header: 'id', cell: (row) => output.style('strong', row.id) },
    // Of a strategy: the limit holds in each account by itself.
    { header: 'account', cell: (row) => (row.scope === 'account' ? '' : row.account) },
    { header: 'symbol', cell: (row) => (row.scope === 'symbol' ? '' : row.symbol) },
    { header: 'limit', cell: (row) => row.kind },
    { header: 'at most', cell: (row) => row.limit, align: 'right' },
    { header: 'used', cell: (row) => row.used, align: 'right' },
    { header: 'left', cell: (row) => headroom(row), align: 'right' },
    { header: '', cell: (row) => share(output, row), align: 'right' },
  ];
  return output.table(columns, rows);
}
