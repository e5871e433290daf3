import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { SeededRng } from '@bourseworks/ports';
import { data, describeWithData } from '@bourseworks/testkit';
import { ArrowFile } from './arrow-file.js';

const FOLDER = 'freqtrade-testdata';
const FILES = ['XRP_ETH-1m', 'XRP_ETH-5m', 'ETH_BTC-5m', 'LTC_BTC-5m'].map((name) => `${FOLDER}/${name}.feather`);

/** All values, row by row. */
function rowsOf(bytes: Buffer): string[][] {
  const rows: string[][] = [];
  for (const batch of new ArrowFile(bytes).batches())
    for (let row = 0; row < batch.rows; row++) rows.push(batch.values.map((value) => value(row)));
  return rows;
}

describeWithData('files of Arrow', FILES, () => {
  it.each(FILES)('%s has its columns and as many rows as its own description says', (name) => {
    const bytes = readFileSync(data(name));
    expect(new ArrowFile(bytes).columns).toEqual([
      { name: 'date', type: { name: 'timestamp', unit: 'ns' } },
      ...['open', 'high', 'low', 'close', 'volume'].map((column) => ({
        name: column,
        type: { name: 'float', bits: 64 },
      })),
    ]);
    // Written by pandas into the schema, in plain text.
    const count = Number(/"stop": (\d+)/.exec(bytes.toString('latin1'))?.[1]);
    const rows = rowsOf(bytes);
    expect(count).toBeGreaterThan(700);
    expect(rows).toHaveLength(count);
    for (const [at, [date, open, high, low, close]] of rows.entries()) {
      const step = at === 0 ? 1n : BigInt(date) - BigInt(rows[at - 1][0]);
      if (step <= 0n || Number(low) > Math.min(Number(open), Number(close)) || Number(high) < Number(low))
        throw new Error(`row ${at}: ${rows[at].join()}`);
    }
  });

  it('are refused where they are cut off', () => {
    const bytes = readFileSync(data(FILES[1]));
    for (const length of [0, 8, 100, bytes.length >> 1, bytes.length - 1])
      expect(() => rowsOf(bytes.subarray(0, length))).toThrow('not an Arrow file, or one that is cut off');
  });

  it('of whatever bytes give rows or an error, soon and in little memory', () => {
    const good = readFileSync(data(FILES[1]));
    const rng = new SeededRng(11);
    const meta = 1_600;
    let refused = 0;
    for (let n = 0; n < 3_000; n++) {
      const bytes = Buffer.from(good);
      for (let flips = 1 + Math.floor(rng.next() * 4); flips > 0; flips--) {
        // Descriptions at both ends, where damage does most.
        const from = rng.next() < 0.5 ? 0 : bytes.length - meta;
        bytes[from + Math.floor(rng.next() * meta)] = Math.floor(rng.next() * 256);
      }
      try {
        for (const batch of new ArrowFile(bytes).batches()) if (batch.rows > 0) batch.values.map((value) => value(0));
      } catch (error) {
        // Errors of the platform are of another realm than those of the test.
        if (typeof (error as Error).message !== 'string') throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(500);
  });
});
