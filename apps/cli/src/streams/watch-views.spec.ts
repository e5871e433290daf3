import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it, jest } from '@jest/globals';
import { Output, type Style } from '../output/output.js';
import { INSTRUMENT } from '../testing/fake-market-data.js';
import { WatchLines } from './watch-lines.js';
import { WatchTable } from './watch-table.js';

const quote = (bid: number, ask: number) => ({ time: '1700000000000000000', bid, bidSize: 1, ask, askSize: 2 });

function outputTo(json: boolean): { output: Output; lines: (name: 'stdout' | 'stderr') => string[] } {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  const { stdout, stderr } = streams as unknown as { stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream };
  const lines = (name: 'stdout' | 'stderr'): string[] =>
    String(streams[name].read() ?? '')
      .trimEnd()
      .split('\n');
  return { output: new Output(json, stdout, stderr), lines };
}

describe('a watch line by line', () => {
  it('is one JSON object for each item, gap and change of state, and ends when it has enough', () => {
    const { output, lines } = outputTo(true);
    const reached = jest.fn();
    const view = new WatchLines(output, { venue: 'sim', kind: 'quote' }, { limit: 2, reached });
    view.item('BTCUSD', quote(99, 100), 7, INSTRUMENT);
    view.gap('BTCUSD', 3, false);
    view.status('BTCUSD', 'STALE', 'venue away');
    expect(reached).not.toHaveBeenCalled();
    view.item('BTCUSD', quote(98, 100), 11, INSTRUMENT);
    view.item('BTCUSD', quote(97, 100), 12, INSTRUMENT);
    expect(reached).toHaveBeenCalledTimes(1);
    const stream = { venue: 'sim', kind: 'quote', symbol: 'BTCUSD' };
    const time = '2023-11-14T22:13:20.000Z';
    expect(lines('stdout').map((line) => JSON.parse(line) as unknown)).toEqual([
      { type: 'item', ...stream, sequence: 7, item: { ...quote(99, 100), time } },
      { type: 'gap', ...stream, missed: 3, restarted: false },
      { type: 'status', ...stream, state: 'STALE', reason: 'venue away' },
      { type: 'item', ...stream, sequence: 11, item: { ...quote(98, 100), time } },
    ]);
  });

  it('tells people of gaps and states beside the rows', () => {
    const { output, lines } = outputTo(false);
    const view = new WatchLines(output, { venue: 'sim', kind: 'quote' }, { limit: 9, reached: () => undefined });
    view.item('BTCUSD', quote(99, 100), 7, INSTRUMENT);
    view.gap('BTCUSD', 1, false);
    view.gap('BTCUSD', 0, true);
    view.status('BTCUSD', 'ENDED');
    expect(lines('stdout')).toEqual([
      expect.stringMatching(/^symbol +time/),
      expect.stringMatching(/^BTCUSD .* 99\.00 +100\.00/),
    ]);
    expect(lines('stderr')).toEqual(['BTCUSD: 1 item was missed', 'BTCUSD: the stream began anew', 'BTCUSD: ENDED']);
  });
});

/** Shows its styles whatever the terminal of the test can do. */
class Marked extends Output {
  override style(style: Style, text: string): string {
    return `<${style}>${text}`;
  }
}

describe('a watch as a table', () => {
  it('shows the latest values with the colour of their last move, what was missed, and the state', () => {
    const writes: string[] = [];
    const terminal = { columns: 200, rows: 50, write: (text: string) => void writes.push(text) };
    const view = new WatchTable(
      new Marked(false),
      'quote',
      ['BTCUSD', 'ETHUSD'],
      { limit: Number.POSITIVE_INFINITY, reached: () => undefined },
      terminal,
    );
    view.item('BTCUSD', quote(99, 100), 1, INSTRUMENT);
    view.item('BTCUSD', quote(99.5, 99.75), 2, INSTRUMENT);
    view.item('BTCUSD', quote(99.5, 99.75), 5, INSTRUMENT);
    view.gap('BTCUSD', 2, false);
    view.status('ETHUSD', 'ENDED', 'the venue closed');
    view.end();
    const last = writes.at(-1) ?? '';
    const [, btc, eth] = last.slice(last.indexOf('symbol')).split('\n');
    expect(btc).toContain('<good>99.50');
    expect(btc).toContain('<bad>99.75');
    expect(btc).toMatch(/ 3 .*<bad>2 .*<good>LIVE.*2 items were missed/);
    expect(eth).toMatch(/<bad>ENDED.*the venue closed/);
  });

  it('of quotes has room in 80 columns: a wrapped row cannot be read while it changes', () => {
    const writes: string[] = [];
    const terminal = { columns: 80, rows: 24, write: (text: string) => void writes.push(text) };
    const counted = { limit: Number.POSITIVE_INFINITY, reached: () => undefined };
    const view = new WatchTable(new Output(false), 'quote', ['BTCUSD'], counted, terminal);
    view.item('BTCUSD', quote(58_177.93, 58_178.01), 1, INSTRUMENT);
    view.end();
    const lines = stripVTControlCharacters(writes.at(-1) ?? '')
      .trimEnd()
      .split('\n');
    expect(lines).toEqual([
      expect.stringMatching(/^symbol/),
      expect.stringMatching(/^BTCUSD +22:13:20\.000 .* 58178\.01/),
    ]);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });
});
