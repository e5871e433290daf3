import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineInstrument, expectOk, type Instrument } from '@bourseworks/domain';
import type { EventLog, LogFields } from '@bourseworks/ports';
import { entry, tempDir } from '@bourseworks/testkit';
import type { ThreadData } from '../src/threads/thread-port.js';

export const instrument: Instrument = expectOk(
  defineInstrument({
    venue: 'fake',
    symbol: 'X',
    assetClass: 'equity',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '1',
  }),
);

/**
 * An adapter for real worker threads. History: `toUs` trades in parts of 10, one part per `fromUs` ms; `crash`, `fail`,
 * `hang` by the time range. Live: bursts of trades, and a crash on demand through a broadcast channel named as the symbol.
 */
const SOURCE = `
import { existsSync, writeFileSync } from 'node:fs';
import { BroadcastChannel } from 'node:worker_threads';
const trade = (us) => ({ kind: 'trade', us, ns: 0, price: 100 + us, quantity: 1 });
export async function createMarketDataAdapter({ symbol }) {
  return {
    async instruments() { return [{ key: 'fake/' + symbol }]; },
    kinds() { return ['trade', 'book']; },
    adjustments() { return ['raw', 'split']; },
    async history({ fromUs, toUs }, part, signal) {
      if (fromUs === 1) throw Object.assign(new Error('no such data'), { code: 'HISTORY_NOT_FOUND' });
      if (fromUs === 2) process.exit(7);
      if (fromUs === 3) await new Promise(() => undefined);
      for (let i = 0; i < toUs && !signal.aborted; i += 10) {
        await part(Array.from({ length: Math.min(10, toUs - i) }, (_, j) => trade(i + j)));
      }
    },
    async open({ kind }, sink) {
      const channel = new BroadcastChannel(symbol);
      channel.onmessage = ({ data }) => {
        if (data.crash) process.exit(9);
        if (data.state) sink.state(data.state, 'told by the venue');
        for (const count of data.gaps ?? []) sink.tally('gaps', count);
        if (data.trades) sink.events(Array.from({ length: data.trades }, (_, i) => trade(i)));
        if (data.book) sink.events([{ us: 5, ns: 0, venueSequence: 1, bids: [], asks: [], ...data.book }]);
      };
      if (symbol.startsWith('closed')) throw Object.assign(new Error('the venue is closed'), { code: 'ADAPTER_FAILED' });
      const mark = new URL('./died', import.meta.url);
      if (symbol === 'dying' && !existsSync(mark)) {
        writeFileSync(mark, '');
        process.exit(9);
      }
      if (symbol === 'hanging') await new Promise(() => undefined);
      return { async close() { channel.close(); } };
    },
    async close() {},
  };
}
`;

/** Thread data with one adapter named `fake`. `symbol` also names the channel that commands its streams. */
export function fakeAdapter(symbol: string): ThreadData {
  const path = join(tempDir('fake-adapter'), 'fake.mjs');
  writeFileSync(path, SOURCE);
  return { adapters: [{ name: 'fake', moduleUrl: pathToFileURL(path).href, config: { symbol } }] };
}

export const workerUrl = (name: string): URL => pathToFileURL(entry(`apps/market-data/src/${name}`));

/** Log lines as they come. */
export class MemoryLog implements EventLog {
  readonly lines: LogFields[] = [];
  debug(fields: LogFields): void {
    this.lines.push(fields);
  }
  info(fields: LogFields): void {
    this.lines.push(fields);
  }
  warn(fields: LogFields): void {
    this.lines.push(fields);
  }
  error(fields: LogFields): void {
    this.lines.push(fields);
  }
  events(): string[] {
    return this.lines.map((line) => line.event);
  }
}
