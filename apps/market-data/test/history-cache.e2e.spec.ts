import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { formatNanos } from '@bourseworks/domain';
import type { HistoricalDataPartShape, TradeShape } from '@bourseworks/dto/shapes';
import { eventually, tempDir } from '@bourseworks/testkit';
import { TestService } from './service.js';

const SECOND = 1_000_000;
const START = 1_700_000_000 * SECOND;
const TRADES = 20_000;

/**
 * An adapter outside of the platform: a trade each second, in parts of 500, and a line in a file for each question. While the
 * file `slow` is there, it takes its time for each part.
 */
const MODULE = `
import { appendFileSync, existsSync, rmSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { defineInstrument } from '@bourseworks/domain';

const instrument = defineInstrument({
  venue: 'model', symbol: 'X', assetClass: 'equity', currency: 'USD', tickSize: '0.01', lotSize: '1',
}).value;

export function createModel() {
  return {
    name: 'model',
    venues: ['model'],
    marketData: {
      moduleUrl: import.meta.url,
      config: { folder: process.env.MODEL_FOLDER },
      history: { source: 'model', latenessUs: 1_000_000 },
    },
    createBroker: undefined,
  };
}

export function createMarketDataAdapter({ folder }) {
  return {
    async instruments() { return [instrument]; },
    kinds() { return ['trade']; },
    adjustments() { return ['raw']; },
    async history({ fromUs, toUs }, part, signal) {
      appendFileSync(folder + '/asked', fromUs + ' ' + toUs + '\\n');
      const first = Math.ceil(fromUs / 1e6) * 1e6;
      const all = Array.from({ length: Math.max(0, Math.ceil((toUs - first) / 1e6)) }, (_, i) => first + i * 1e6);
      for (let at = 0; at < all.length && !signal.aborted; at += 500) {
        const trades = all.slice(at, at + 500);
        await part(trades.map((us) => ({ kind: 'trade', us, ns: 0, price: 10_000 + (us / 1e6) % 1000, quantity: 1 })));
        if (existsSync(folder + '/slow')) await setTimeout(20);
      }
    },
    async open(spec, sink) {
      const timer = setInterval(() => {
        if (!existsSync(folder + '/correct')) return;
        rmSync(folder + '/correct');
        sink.events([{ kind: 'trade', us: ${START} + 5_000_000, ns: 0, price: 1, quantity: 1, flags: 2, corrects: 'x' }]);
      }, 20);
      return { async close() { clearInterval(timer); } };
    },
    async close() {},
  };
}
`;

describe('the history cache', () => {
  let service: TestService | undefined;
  let folder: string;
  afterEach(async () => {
    await service?.[Symbol.asyncDispose]();
    service = undefined;
  });

  function prepare(): void {
    folder = tempDir('history-cache');
    writeFileSync(join(folder, 'model.mjs'), MODULE);
    writeFileSync(join(folder, 'asked'), '');
  }

  async function start(env: Record<string, string> = {}): Promise<TestService> {
    const adapters = `${join(folder, 'model.mjs')}#createModel`;
    service = await TestService.start({ ADAPTERS: adapters, MODEL_FOLDER: folder, DATA_DIR: folder, ...env });
    return service;
  }

  /** Seconds after START that the venue was asked for. */
  const asked = (): number[][] =>
    readFileSync(join(folder, 'asked'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(' ').map((us) => (Number(us) - START) / SECOND));

  let requests = 0;
  const request = (from: number, to: number): object => ({
    requestId: `r${++requests}`,
    subscriber: 'tester',
    venue: 'model',
    symbol: 'X',
    kind: 'trade',
    from: formatNanos(START + from * SECOND),
    to: formatNanos(START + to * SECOND),
  });

  async function ask(from: number, to: number): Promise<number[]> {
    const { parts, code } = await (service as TestService).history(request(from, to));
    if (code !== undefined) throw new Error(code);
    expect(parts.at(-1)).toMatchObject({ end: true, progress: 1, totalItems: to - from });
    const items = parts.flatMap((part) => part.items as readonly TradeShape[]);
    return items.map(({ time }) => Number(BigInt(time) / 1_000n - BigInt(START)) / SECOND);
  }

  const seconds = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

  it('fetches holes only, also after a restart, and none twice when many ask at once', async () => {
    prepare();
    await start({ HISTORY_WORKERS: '3' });
    expect(await ask(1_000, 2_000)).toEqual(seconds(1_000, 2_000));
    expect(await ask(3_000, 4_000)).toEqual(seconds(3_000, 4_000));
    expect(await ask(500, 4_500)).toEqual(seconds(500, 4_500));
    expect(asked()).toEqual([
      [1_000, 2_000],
      [3_000, 4_000],
      [500, 1_000],
      [2_000, 3_000],
      [4_000, 4_500],
    ]);
    await service?.process.stop();
    await start({ HISTORY_WORKERS: '3' });
    expect(await ask(600, 4_400)).toEqual(seconds(600, 4_400));
    expect(asked()).toHaveLength(5);
    const served = await service?.process.waitFor('history.served');
    expect(served).toMatchObject({ items: 3_800, keptItems: 3_800, fetchedUs: 0 });

    writeFileSync(join(folder, 'slow'), '');
    const many = await Promise.all([
      ask(10_000, 15_000),
      ask(10_000, 15_000),
      ask(12_000, 16_000),
      ask(9_000, 10_500),
      ask(11_000, 12_000),
    ]);
    expect(many.map((one) => one.length)).toEqual([5_000, 5_000, 4_000, 1_500, 1_000]);
    const fetched = asked().slice(5);
    expect(fetched.reduce((sum, [from, to]) => sum + to - from, 0)).toBe(7_000);
  }, 120_000);

  it('has what was written when its process is killed, and nothing that was not', async () => {
    prepare();
    writeFileSync(join(folder, 'slow'), '');
    const killed = await start();
    let answered = 0;
    const count = ({ payload }: { payload: Uint8Array }): void => {
      answered += (JSON.parse(Buffer.from(payload).toString()) as HistoricalDataPartShape).items.length;
    };
    const observer = { onPart: count, onEnd: () => undefined, onError: () => undefined };
    const body = Buffer.from(JSON.stringify(request(0, TRADES)));
    killed.client.requestParts('marketdata/request/historical', body, observer, { timeoutMs: 30_000 });
    // More than one write, and not all.
    await eventually(() => answered >= 6_000, { what: 'some of the answer' });
    killed.process.signal('SIGKILL');
    await killed.process.exited;
    await killed[Symbol.asyncDispose]();
    service = undefined;
    rmSync(join(folder, 'slow'));

    await start();
    expect(await ask(0, TRADES)).toEqual(seconds(0, TRADES));
    const [from, to] = asked()[1];
    expect(to).toBe(TRADES);
    expect(from).toBeGreaterThan(4_000);
    expect(from).toBeLessThan(TRADES);
    expect(await ask(0, TRADES)).toEqual(seconds(0, TRADES));
    expect(asked()).toHaveLength(2);
  }, 120_000);

  it('puts a damaged file aside, and fetches anew what was in it', async () => {
    prepare();
    await start();
    await ask(0, 9_000);
    await service?.process.stop();
    const file = join(folder, 'market-data', 'history.db');
    const whole = readFileSync(file);
    writeFileSync(file, Buffer.concat([whole.subarray(0, 8_192), Buffer.alloc(whole.length - 8_192, 0x5a)]));

    await start();
    expect(await ask(0, 9_000)).toEqual(seconds(0, 9_000));
    const told = await service?.process.waitFor('history.cache_damaged');
    expect(told).toMatchObject({ code: 'STORE_CORRUPT', reason: expect.stringContaining('history.db') as unknown });
    expect(readFileSync(`${file}.damaged`).subarray(8_192, 8_200)).toEqual(Buffer.alloc(8, 0x5a));
    expect(await ask(0, 9_000)).toEqual(seconds(0, 9_000));
    expect(asked()).toHaveLength(2);
  }, 120_000);

  it('fetches again what the venue corrects', async () => {
    prepare();
    const { process } = await start();
    await ask(0, 100);
    const live = { requestId: 'live', venue: 'model', symbol: 'X', kind: 'trade', subscriber: 'tester' };
    expect(await service?.ask('marketdata/request/live', live)).toMatchObject({ status: 'started' });
    writeFileSync(join(folder, 'correct'), '');
    await process.waitFor('history.changed');
    await ask(0, 100);
    await ask(0, 100);
    // A correction does not say when: all of the day before it.
    expect(asked()).toEqual([
      [0, 100],
      [0, 5.000001],
    ]);
  }, 120_000);

  it('is off when it has no room, and for what its adapter does not say of itself', async () => {
    prepare();
    await start({ HISTORY_CACHE_MB: '0' });
    for (let time = 0; time < 2; time++) await ask(0, 100);
    await service?.process.stop();
    writeFileSync(join(folder, 'model.mjs'), MODULE.replace(/history: \{ source.*\},/, ''));
    await start();
    for (let time = 0; time < 2; time++) await ask(0, 100);
    expect(asked()).toHaveLength(4);
    expect(existsSync(join(folder, 'market-data'))).toBe(false);
  }, 120_000);
});
