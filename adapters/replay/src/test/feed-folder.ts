import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tempDir } from '@bourseworks/testkit';

/** 2020-01-01T00:00Z in microseconds, the day of the file names used here. */
export const DAY_US = 1_577_836_800_000_000;

/** A data folder with recordings: lines (or text) in gzip, bytes as they are. */
export function feedFolder(files: Readonly<Record<string, readonly string[] | string | Uint8Array>>): string {
  const root = tempDir('feed');
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content instanceof Uint8Array ? content : gzipSync(textOf(content)));
  }
  return root;
}

const textOf = (content: readonly string[] | string): string =>
  typeof content === 'string' ? content : content.map((line) => `${line}\n`).join('');

type Levels = readonly (readonly [price: string, quantity: string])[];

const at = (ms: number): string => `${DAY_US / 1_000 + ms}000000`;
const envelope = (ms: number, stream: string, data: unknown): string => `${at(ms)} ${JSON.stringify({ stream, data })}`;

/** What the venue's clock shows `ms` after midnight. */
export const venueMs = (ms: number): number => DAY_US / 1_000 + ms;

/** Lines of a recording; `ms` is the receive time after midnight, and the venue's too unless a test says otherwise. */
export const feed = {
  spotDiff: (ms: number, U: number, u: number, b: Levels, a: Levels = [], symbol = 'btcusdt') =>
    envelope(ms, `${symbol}@depth@100ms`, { e: 'depthUpdate', E: venueMs(ms), s: symbol.toUpperCase(), U, u, b, a }),
  futuresDiff: (ms: number, U: number, u: number, pu: number, b: Levels, a: Levels = []) =>
    envelope(ms, 'btcusdt@depth@0ms', {
      e: 'depthUpdate',
      E: venueMs(ms),
      T: venueMs(ms),
      s: 'BTCUSDT',
      U,
      u,
      pu,
      b,
      a,
    }),
  snapshot: (ms: number, lastUpdateId: number, bids: Levels, asks: Levels) =>
    `${at(ms)} ${JSON.stringify({ lastUpdateId, bids, asks })}`,
  trade: (ms: number, t: number, p: string, q: string, extra: object = {}) =>
    envelope(ms, 'btcusdt@trade', {
      e: 'trade',
      E: venueMs(ms),
      s: 'BTCUSDT',
      t,
      p,
      q,
      T: venueMs(ms),
      m: false,
      M: true,
      ...extra,
    }),
  ticker: (ms: number, u: number, b: string, B: string, a: string, A: string) =>
    envelope(ms, 'btcusdt@bookTicker', { u, s: 'BTCUSDT', b, B, a, A }),
};
