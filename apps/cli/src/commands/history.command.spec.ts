import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MARKET_DATA_REQUEST, type HistoricalDataRequestShape } from '@bourseworks/dto/shapes';
import { startProcess } from '@bourseworks/testkit';
import { Output } from '../output/output.js';
import { FakeMarketData, INSTRUMENT } from '../testing/fake-market-data.js';
import { historyRange, HistoryWriter } from './history.command.js';

const NOW_US = 1_700_000_000_000_000;
const HOUR_US = 3_600_000_000;

describe('the range of a history', () => {
  it.each<[string, Parameters<typeof historyRange>[0], number, number]>([
    ['the last two hours', {}, NOW_US - 2 * HOUR_US, NOW_US],
    ['the last so long', { last: 60_000_000 }, NOW_US - 60_000_000, NOW_US],
    ['so long before an end', { last: 1_000_000, to: 5_000_000 }, 4_000_000, 5_000_000],
    ['from one time to another', { from: 1, to: 2 }, 1, 2],
    ['from a time until now', { from: 1 }, 1, NOW_US],
  ])('%s', (_name, options, fromUs, toUs) => {
    expect(historyRange(options, NOW_US)).toEqual({ fromUs, toUs });
  });

  it('is refused when it is empty', () => {
    expect(() => historyRange({ from: 2, to: 2 }, NOW_US)).toThrow('is empty');
    expect(() => historyRange({ from: NOW_US + 1 }, NOW_US)).toThrow('is empty');
  });
});

describe('how far a history is', () => {
  /** What stands in the line of progress after each part. */
  function lines(json: boolean, outIsTerminal: boolean, errorIsTerminal = true): string[] {
    const errors: string[] = [];
    const stdout = { isTTY: outIsTerminal, write: () => true } as unknown as NodeJS.WriteStream;
    const stderr = { isTTY: errorIsTerminal, write: (text: string) => errors.push(text) };
    const output = new Output(json, stdout, stderr as unknown as NodeJS.WriteStream);
    const writer = new HistoryWriter(output, { venue: 'sim', kind: 'trade', csv: false, json, url: '' });
    const items = [{ time: '1000000000', price: 100, quantity: 1 }];
    writer.take({ requestId: 'r', part: 0, instrument: INSTRUMENT, items, progress: 0.299 });
    writer.take({ requestId: 'r', part: 1, items: [], progress: 1, end: true, totalItems: 1 });
    output.progress('');
    return errors;
  }

  it('is told beside the result, in one line that is taken away at the end', () => {
    const [first, second, last] = ['29 %, 1 items', '100 %, 1 items', ''].map((text) => `\r${text}\u001b[K`);
    expect(lines(false, false)).toEqual([first, second, last]);
  });

  it('is not told among the rows, to programs, or where nobody looks', () => {
    expect([lines(false, true), lines(true, false), lines(false, false, false)]).toEqual([[], [], []]);
  });
});

describe('a history that is not read to its end', () => {
  let market: FakeMarketData;
  beforeEach(async () => void (market = await FakeMarketData.start()));
  afterEach(() => market.stop());

  const start = (...args: string[]) =>
    startProcess({
      entry: 'apps/cli/src/main.js',
      args: ['history', 'BTCUSD', '--json', '--url', market.url, ...args],
    });
  const [asked, cancelled] = [MARKET_DATA_REQUEST.historical, MARKET_DATA_REQUEST.cancel];

  it('is cancelled on Ctrl-C, which ends with 130 after what had come', async () => {
    const cli = start();
    await cli.waitFor((line) => line['price'] === 103);
    cli.signal('SIGINT');
    expect(await cli.exited).toMatchObject({ code: 130 });
    expect(cli.lines).toHaveLength(3);
    const [{ requestId, subscriber }] = market.bodies(asked) as HistoricalDataRequestShape[];
    expect(market.bodies(cancelled)).toEqual([{ requestId, subscriber: String(subscriber) }]);
  });

  it('is cancelled when --limit has enough', async () => {
    const cli = start('--limit', '2');
    expect(await cli.exited).toMatchObject({ code: 0 });
    expect(cli.lines.map((line) => line['price'])).toEqual([101, 102]);
    expect(market.bodies(cancelled)).toHaveLength(1);
  });
});
