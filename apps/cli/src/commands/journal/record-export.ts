import { formatNanos } from '@bourseworks/domain';
import type { EngineRecord } from '@bourseworks/order-engine';
import { isoOf } from '../../streams/iso-time.js';
import { quoted } from '../../streams/item-rows.js';

/** Microseconds that are no time of day. */
const DURATIONS: ReadonlySet<string> = new Set(['ttlUs']);

const timeName = (name: string): string => (name === 'us' ? 'time' : name.replace(/Us$/, 'Time'));

/**
 * A record as plain JSON: times as ISO 8601 under `time` and `…Time`, left out where there is none; big integers as decimal
 * texts. Quantities and prices stay in units of the instrument, which has a record of its own.
 */
export function plainRecord(record: EngineRecord): Record<string, unknown> {
  const plain: Record<string, unknown> = { sequence: record.sequence, time: '', type: record.type };
  const ns = (record as { readonly venueNs?: number }).venueNs ?? 0;
  for (const [name, value] of Object.entries(record)) {
    if (value === undefined || name === 'venueNs') continue;
    if (typeof value === 'bigint') plain[name] = value.toString();
    else if (typeof value !== 'number' || !/(?:^us|Us)$/.test(name) || DURATIONS.has(name)) plain[name] = value;
    else if (value > 0) plain[timeName(name)] = isoOf(formatNanos(value, name === 'venueUs' ? ns : 0));
  }
  return plain;
}

/** What most records have; the rest is in the last column, as JSON. */
const COLUMNS = [
  'sequence',
  'time',
  'type',
  'account',
  'strategy',
  'clOrdId',
  'commandId',
  'execType',
  'ordStatus',
  'state',
  'side',
  'quantity',
  'price',
  'lastQty',
  'lastPx',
  'cumQty',
  'leavesQty',
  'fee',
  'code',
  'reason',
] as const;
const IN_COLUMNS: ReadonlySet<string> = new Set(COLUMNS);

export const csvHeader = (): string => [...COLUMNS, 'rest'].join(',');

const cell = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

export function csvRow(record: EngineRecord): string {
  const plain = plainRecord(record);
  const rest = Object.fromEntries(Object.entries(plain).filter(([name]) => !IN_COLUMNS.has(name)));
  return [...COLUMNS.map((name) => cell(plain[name])), JSON.stringify(rest)].map(quoted).join(',');
}
