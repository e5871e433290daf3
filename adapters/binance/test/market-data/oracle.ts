import { FLAG, type Bar, type BookLevel, type Quote, type Trade } from '@bourseworks/domain';
import type { DepthDiff, DepthSnapshot } from '@bourseworks/feeds';

/** What a message must become, worked out the plain way: whole objects, and numbers with bigints. */

export type Json = Readonly<Record<string, unknown>>;

export interface OracleScales {
  readonly priceScale: number;
  readonly qtyScale: number;
}

/** Units of a decimal text, by its digits. Throws if they are not exact. */
export function unitsOf(text: unknown, scale: number): number {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text as string);
  if (match === null) throw new Error(`no number: ${String(text)}`);
  const fraction = (match[2] as string | undefined) ?? '';
  if (/[1-9]/.test(fraction.slice(scale))) throw new Error(`too fine: ${String(text)}`);
  const units = Number(BigInt(match[1] + fraction.slice(0, scale).padEnd(scale, '0')));
  if (units > 2 ** 50) throw new Error(`too large: ${String(text)}`);
  return units;
}

const us = (ms: unknown): number => (ms as number) * 1_000;

function levels(list: unknown, { priceScale, qtyScale }: OracleScales): BookLevel[] {
  return (list as string[][]).map(([price, quantity]) => [unitsOf(price, priceScale), unitsOf(quantity, qtyScale)]);
}

const received = (receivedUs: number) => ({ receivedUs, receivedNs: 0 });

export function expectedTrade(data: Json, scales: OracleScales, receivedUs: number): Trade {
  const type = (data['X'] as string | undefined) ?? 'MARKET';
  return {
    kind: 'trade',
    us: us(data['T']),
    ns: 0,
    price: unitsOf(data['p'], scales.priceScale),
    quantity: unitsOf(data['q'], scales.qtyScale),
    aggressor: data['m'] === true ? 'SELL' : 'BUY',
    tradeId: String(data['t']),
    ...received(receivedUs),
    ...(type === 'MARKET' ? {} : { flags: FLAG.CONDITION, conditions: [type] }),
  };
}

export function expectedQuote(data: Json, scales: OracleScales, receivedUs: number): Quote {
  return {
    kind: 'quote',
    us: data['T'] === undefined ? receivedUs : us(data['T']),
    ns: 0,
    bidPrice: unitsOf(data['b'], scales.priceScale),
    bidQuantity: unitsOf(data['B'], scales.qtyScale),
    askPrice: unitsOf(data['a'], scales.priceScale),
    askQuantity: unitsOf(data['A'], scales.qtyScale),
    ...received(receivedUs),
    venueSequence: data['u'] as number,
  };
}

export function expectedDiff(data: Json, scales: OracleScales, receivedUs: number): DepthDiff {
  return {
    us: us(data['T'] ?? data['E']),
    ns: 0,
    ...received(receivedUs),
    firstId: data['U'] as number,
    lastId: data['u'] as number,
    previousId: (data['pu'] as number | undefined) ?? -1,
    bids: levels(data['b'], scales),
    asks: levels(data['a'], scales),
  };
}

export function expectedSnapshot(data: Json, scales: OracleScales, receivedUs: number): DepthSnapshot {
  return {
    us: data['T'] === undefined ? receivedUs : us(data['T']),
    ns: 0,
    ...received(receivedUs),
    lastUpdateId: data['lastUpdateId'] as number,
    bids: levels(data['bids'], scales),
    asks: levels(data['asks'], scales),
  };
}

/** Undefined while it is not closed. */
export function expectedBar(data: Json, scales: OracleScales, receivedUs: number): Bar | undefined {
  const { t, T, o, h, l, c, v, n, x } = data['k'] as Json;
  if (x !== true) return undefined;
  return { ...expectedRow([t, o, h, l, c, v, T, '', n], scales), ...received(receivedUs) };
}

/** A row of /klines. */
export function expectedRow(row: readonly unknown[], { priceScale, qtyScale }: OracleScales): Bar {
  const [open, high, low, close] = row.slice(1, 5).map((text) => unitsOf(text, priceScale));
  return {
    kind: 'bar',
    startUs: us(row[0]),
    endUs: us((row[6] as number) + 1),
    open,
    high,
    low,
    close,
    volume: unitsOf(row[5], qtyScale),
    trades: row[8] as number,
  };
}
