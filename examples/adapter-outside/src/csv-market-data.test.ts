import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Bar, MarketDataEvent, StreamKind } from '@bourseworks/domain';
import type { StreamSink } from '@bourseworks/ports';
import { readConfig } from './config.js';
import { CsvMarketData } from './csv-market-data.js';

const folder = mkdtempSync(join(tmpdir(), 'csv-adapter-'));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'instruments.csv'), 'symbol,currency,tick,lot\nXUSD,USD,0.01,1\nBADUSD,USD,0.01,1\n');
const trade = (time: string, price: string): string => `2024-01-01T00:00:${time}Z,${price},2,buy\n`;
const head = 'time,price,quantity,aggressor\n';
writeFileSync(
  join(folder, 'XUSD.csv'),
  head + trade('00.100', '1.00') + trade('00.900', '1.05') + trade('02.000', '0.99'),
);
writeFileSync(join(folder, 'BADUSD.csv'), head + trade('01.000', '1.00') + trade('00.000', '1.00'));

const startUs = Date.parse('2024-01-01') * 1_000;

async function history(kind: StreamKind, symbol = 'XUSD', from = 0, to = 10): Promise<MarketDataEvent[]> {
  const adapter = await CsvMarketData.load({ folder, speed: 1 });
  const instrument = (await adapter.instruments()).find((each) => each.symbol === symbol);
  assert.ok(instrument);
  const events: MarketDataEvent[] = [];
  const query = { instrument, kind, fromUs: startUs + from * 1e6, toUs: startUs + to * 1e6 };
  await adapter.history(query, async (part) => void events.push(...part), new AbortController().signal);
  return events;
}

void test('makes bars of the trades of a file, none where nothing traded', async () => {
  const bars = (await history('bar-1s')) as Bar[];
  const shown = bars.map(({ startUs: us, open, high, low, close, volume }) => [
    us - startUs,
    open,
    high,
    low,
    close,
    volume,
  ]);
  assert.deepEqual(shown, [
    [0, 100, 105, 100, 105, 4],
    [2e6, 99, 99, 99, 99, 2],
  ]);
});

void test('gives the range that was asked for, and no bar that is still open at its end', async () => {
  assert.equal((await history('trade', 'XUSD', 0, 2)).length, 2);
  assert.equal((await history('bar-1s', 'XUSD', 0, 2.5)).length, 1);
  await assert.rejects(history('trade', 'XUSD', 5, 6), { code: 'HISTORY_NOT_FOUND' });
});

void test('names the line that is wrong', async () => {
  await assert.rejects(history('trade', 'BADUSD'), { code: 'DATA_FORMAT', message: /BADUSD\.csv:3 / });
});

void test('plays the file and ends with it', async () => {
  const adapter = await CsvMarketData.load({ folder, speed: 1_000 });
  const [instrument] = await adapter.instruments();
  const seen: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const sink: StreamSink = {
      events: (events) => void seen.push(...events.map(({ kind }) => kind)),
      state: (state) => {
        seen.push(state);
        if (state === 'ENDED') resolve();
      },
      tally: (what) => reject(new Error(`a file has no ${what}`)),
    };
    adapter.open({ instrument, kind: 'trade' }, sink).catch(reject);
  });
  assert.deepEqual(seen, ['LIVE', 'trade', 'trade', 'trade', 'ENDED']);
});

void test('refuses a speed that is none, naming the variable', () => {
  assert.throws(() => readConfig({ CSV_SPEED: 'fast' }), { code: 'CONFIG_INVALID', message: /CSV_SPEED/ });
});
