import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { StreamKind } from '@bourseworks/domain';
import { liveTopic, type InstrumentShape, type MarketDataItem } from '@bourseworks/dto/shapes';
import { VirtualClock } from '@bourseworks/testkit';
import { SegmentWriter, streamFolders, type RecordedTopic, type SegmentLimits } from '../src/index.js';

export const INSTRUMENT: InstrumentShape = {
  venue: 'usa',
  symbol: 'BTC/USD',
  assetClass: 'crypto',
  currency: 'USD',
  base: 'BTC',
  multiplier: 1,
  tickSize: '0.01',
  lotSize: '0.0001',
  priceScale: 2,
  qtyScale: 4,
  minQuantity: '0.0001',
  maxQuantity: '100000',
};

export const streamOf = (kind: StreamKind): RecordedTopic => ({
  topic: liveTopic(kind, INSTRUMENT.venue, INSTRUMENT.symbol),
  kind,
  instrument: INSTRUMENT,
});

/** 2023-11-14T22:13:20Z, when a VirtualClock begins. */
export const START_US = 1_700_000_000_000_000;
export const nanos = (us: number): string => `${us}000`;

/** A trade at its price in seconds after the start, received a millisecond later. */
export const trade = (second: number, extra: object = {}): MarketDataItem => {
  const us = START_US + second * 1_000_000;
  return { time: nanos(us), price: second, quantity: 1, received: nanos(us + 1_000), ...extra };
};

export const batch = (epoch: number, seq0: number, ...items: readonly object[]) => ({ epoch, seq0, items });

const placeOf = (line: { epoch: number; seq0?: number; sequence?: number }) => ({
  epoch: line.epoch,
  sequence: line.seq0 ?? (line.sequence ?? 0) + 1,
});

export const writerInto = (root: string, kind: StreamKind, limits?: SegmentLimits, clock = new VirtualClock()) =>
  new SegmentWriter(root, streamOf(kind), clock, () => undefined, limits);

/** Records lines, batches or books, and ends. */
export async function record(
  root: string,
  kind: StreamKind,
  lines: readonly { epoch: number; seq0?: number; sequence?: number }[],
  clock?: VirtualClock,
): Promise<void> {
  const writer = writerInto(root, kind, {}, clock);
  for (const line of lines) writer.add(Buffer.from(JSON.stringify(line)), placeOf(line));
  await writer.close();
}

/** Paths of the segments of the only stream below a folder, in order. */
export function segmentsIn(root: string): readonly string[] {
  const [folder] = streamFolders(root);
  if (folder === undefined) return [];
  return readdirSync(join(root, folder))
    .toSorted()
    .map((name) => join(root, folder, name));
}

/** The lines of a segment, as any program that knows gzip reads them. */
export const textOf = (path: string): readonly string[] =>
  gunzipSync(readFileSync(path)).toString('utf8').slice(0, -1).split('\n');
