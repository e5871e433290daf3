import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MARKET_DATA_REQUEST, type MarketDataItem } from '@bourseworks/dto/shapes';
import { SegmentReader, streamFolders } from '@bourseworks/recording';
import { eventually, startProcess, tempDir, type StartedProcess } from '@bourseworks/testkit';
import { FakeMarketData } from '../testing/fake-market-data.js';

let market: FakeMarketData;
let folder: string;
/** Messages of the topic, as they were published. */
let published: string[];
let time: number;

beforeEach(async () => {
  market = await FakeMarketData.start();
  folder = tempDir('record');
  published = [];
  time = 0;
});
afterEach(() => market.stop());

const record = (...args: string[]): StartedProcess =>
  startProcess({
    entry: 'apps/cli/src/main.js',
    args: ['record', 'BTCUSD', '--data', folder, '--url', market.url, ...args],
  });

const started = (recorder: StartedProcess) =>
  recorder.waitFor(({ text }) => typeof text === 'string' && text.startsWith('recording 1 stream into'));

const trade = (): MarketDataItem => ({ time: `${++time}000000000`, price: time / 3, quantity: 1 });
const publish = (count = 1): void =>
  void published.push(market.publish('trade', Array.from({ length: count }, trade)).toString('utf8'));

const segments = (root = folder): string[] => {
  const [stream] = streamFolders(root);
  return stream === undefined
    ? []
    : readdirSync(join(root, stream))
        .toSorted()
        .map((name) => join(root, stream, name));
};

async function linesOf(path: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const some of new SegmentReader(path, path).lines()) lines.push(...some);
  return lines;
}

async function recorded(): Promise<string[]> {
  const lines: string[] = [];
  for (const path of segments()) lines.push(...(await linesOf(path)));
  return lines;
}

/** The last recorded message is the last published one. */
const caughtUp = () => eventually(async () => (await recorded()).at(-1) === published.at(-1), { what: 'the recorder' });

describe('bourse record', () => {
  it('records what is published, byte for byte, and ends cleanly on SIGTERM', async () => {
    const recorder = record('--json');
    await started(recorder);
    for (let message = 0; message < 50; message++) publish(1 + (message % 7));
    await caughtUp();
    publish();
    // Heard, though not yet written.
    await new Promise((resolve) => setTimeout(resolve, 200));
    recorder.signal('SIGTERM');
    expect(await recorder.exited).toMatchObject({ code: 0 });
    expect(await recorded()).toEqual(published);
    expect(segments().filter((path) => path.endsWith('.part'))).toEqual([]);
    const items = Number(market.sequences.get('marketdata/live/v1/trade/sim/BTCUSD'));
    const said = { type: 'stream', messages: 51, items, missed: 0, refused: 0, segments: 1 };
    expect(recorder.lines.find((line) => line['type'] === 'stream')).toMatchObject(said);
    expect(market.leases.size).toBe(0);
  });

  it('keeps over kill -9 all that was written, from the first message without a hole, and goes on after it', async () => {
    const first = record();
    await started(first);
    publish(3);
    await caughtUp();
    const before = published.length;
    const ticking = setInterval(() => publish(), 1);
    await eventually(async () => (await recorded()).length >= before + 100);
    await first.kill();
    clearInterval(ticking);
    const kept = await recorded();
    expect(kept).toEqual(published.slice(0, kept.length));
    expect(segments().map((path) => path.endsWith('.part'))).toEqual([true]);

    const second = record();
    await started(second);
    const from = published.length;
    for (let message = 0; message < 20; message++) publish();
    await caughtUp();
    second.signal('SIGTERM');
    expect(await second.exited).toMatchObject({ code: 0 });
    expect(await recorded()).toEqual([...kept, ...published.slice(from)]);
  });

  it('tells what it missed', async () => {
    const recorder = record('--json');
    await started(recorder);
    publish();
    published.push(market.publish('trade', [trade()], 4).toString('utf8'));
    await caughtUp();
    recorder.signal('SIGTERM');
    await recorder.exited;
    expect(recorder.lines.find((line) => line['type'] === 'stream')).toMatchObject({
      messages: 2,
      items: 2,
      missed: 4,
    });
    expect(recorder.lines).toContainEqual({ text: 'BTCUSD trade: 4 items were missed' });
  });

  it('asks for the book where a reader needs one: at the beginning, and behind a hole', async () => {
    const change = (): MarketDataItem => ({
      type: 'delta',
      time: `${++time}000`,
      venueSequence: time,
      bids: [[time, 1]],
      asks: [],
    });
    const snapshot = (sequence: number) => ({
      sequence,
      book: { type: 'snapshot' as const, time: '1', venueSequence: sequence, bids: [], asks: [] },
    });
    market.snapshot = snapshot(0);
    const recorder = record('--kind', 'book');
    await started(recorder);
    await eventually(async () => (await recorded()).length === 1);
    market.snapshot = snapshot(3);
    const messages = [market.publish('book', [change()]), market.publish('book', [change()], 1)].map(String);
    await eventually(async () => (await recorded()).length === 4);
    recorder.signal('SIGTERM');
    await recorder.exited;
    const lines = await recorded();
    expect(lines.filter((line) => !line.includes('"received"'))).toEqual(messages);
    const books = lines.filter((line) => line.includes('"received"')).map((line) => JSON.parse(line) as object);
    const received = expect.stringMatching(/^\d{19}$/) as unknown;
    expect(books).toEqual([snapshot(0), snapshot(3)].map((book) => ({ received, epoch: 1, ...book })));
    expect(market.bodies(MARKET_DATA_REQUEST.snapshot)).toEqual([0, 1].map(() => ({ venue: 'sim', symbol: 'BTCUSD' })));
  });

  it('ends with what the disk says when it cannot write', async () => {
    folder = join(folder, 'file');
    writeFileSync(folder, '');
    const recorder = record('--json');
    await started(recorder);
    publish();
    expect(await recorder.exited).toMatchObject({ code: 1 });
    const failure = recorder.lines.find((line) => 'error' in line)?.['error'] as { message: string };
    expect(failure.message).toContain('ENOTDIR');
    expect(market.leases.size).toBe(0);
  });
});
