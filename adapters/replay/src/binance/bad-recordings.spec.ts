import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { StreamKind, Trade } from '@bourseworks/domain';
import { feed, feedFolder, venueMs } from '../test/feed-folder.js';
import { ask, type Answer } from '../test/recorded.js';

const FILE = 'btcusdt_20200101.gz';
const good = [feed.trade(1_000, 1, '10.00', '1'), feed.trade(2_000, 2, '11.00', '2')];

const read = (
  content: readonly string[] | string | Uint8Array,
  kind: StreamKind = 'trade',
  file = FILE,
): Promise<Answer> => ask({ dataRoot: feedFolder({ [file]: content }), key: 'binance/BTCUSDT', kind });

const idsOf = (answer: Answer): unknown[] => answer.events.map((event) => (event as Trade).tradeId);

describe('a broken recording', () => {
  it.each([
    ['no time', '{"stream":"btcusdt@trade"}'],
    ['a time in microseconds', feed.trade(3_000, 3, '1', '1').replace('000 ', ' ')],
    ['no message', '1577836803000000000'],
    ['a message that is cut off', feed.trade(3_000, 3, '1', '1').slice(0, -20)],
    ['no JSON', '1577836803000000000 {"stream":"btcusdt@trade","data":{oops}}'],
    ['no JSON of an unknown kind', '1577836803000000000 {oops}'],
    ['no message in the envelope', '1577836803000000000 {"stream":"btcusdt@trade","data":[]}'],
    ['a time that steps back', feed.trade(1_999, 3, '1', '1')],
    ['a time of another day', feed.trade(90_000_000, 3, '1', '1')],
    ['another symbol', feed.spotDiff(3_000, 1, 1, [], [], 'ethusdt')],
    ['a price that is a number', feed.trade(3_000, 3, '1', '1').replace('"p":"1"', '"p":1')],
    ['a price inside the tick', feed.trade(3_000, 3, '1.005', '1')],
    ['a price of zero', feed.trade(3_000, 3, '0.00', '1')],
    ['a size of zero', feed.trade(3_000, 3, '1', '0.000')],
    ['a size beyond the exact range', feed.trade(3_000, 3, '1', '12000000')],
    ['no side', feed.trade(3_000, 3, '1', '1', { m: undefined })],
    ['no id', feed.trade(3_000, 3, '1', '1', { t: 'x' })],
    ['a venue time that is none', feed.trade(3_000, 3, '1', '1', { T: '1577836803000' })],
    ['a venue time of another hour', feed.trade(3_000, 3, '1', '1', { T: venueMs(3_603_000) })],
  ])('is refused with file and line, after what was good: %s', async (_, line) => {
    const answer = await read([...good, '', line, feed.trade(100_000_000, 4, '1', '1')]);
    expect(idsOf(answer)).toEqual(['1', '2']);
    expect(answer.error).toMatchObject({ code: 'DATA_FORMAT', details: { file: FILE, line: 4 } });
  });

  it.each([
    ['no ids', feed.spotDiff(3_000, 1, 1, []).replace('"U":1', '"U":"1"')],
    ['ids reversed', feed.spotDiff(3_000, 2, 1, [])],
    ['no levels', feed.spotDiff(3_000, 1, 1, []).replace('"b":[]', '"b":{}')],
    ['a level that is none', feed.spotDiff(3_000, 1, 1, []).replace('"b":[]', '"b":["1"]')],
    ['a level without a price', feed.spotDiff(3_000, 1, 1, [['0', '1']])],
    ['a negative size', feed.spotDiff(3_000, 1, 1, [['1', '-1']])],
    ['a snapshot without an id', feed.snapshot(3_000, -1, [], [])],
  ])('a book is refused with %s', async (_, line) => {
    const { error } = await read([line], 'book');
    expect(error).toMatchObject({ code: 'DATA_FORMAT', details: { file: FILE, line: 1 } });
  });

  it('futures are refused without the id of the change before', async () => {
    const dataRoot = feedFolder({ [`usdm_${FILE}`]: [feed.spotDiff(1_000, 1, 2, [])] });
    const { error } = await ask({ dataRoot, key: 'binance-usdm/BTCUSDT', kind: 'book' });
    expect(error).toMatchObject({ code: 'DATA_FORMAT', message: expect.stringContaining('pu') });
  });

  it('that is cut off gives every whole line, also to a slow reader, then says where it breaks off', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) =>
      feed.trade(i, i, '10.00', String(1 + ((i * 7_919) % 1_009))),
    );
    const packed = gzipSync(lines.map((line) => `${line}\n`).join(''));
    const cutOff = packed.subarray(0, packed.length >> 1);
    // What the decompressor itself gets out of the bytes.
    const text = gunzipSync(cutOff, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
    const whole = text.split('\n').length - 1;
    const dataRoot = feedFolder({ [FILE]: cutOff });
    const answer = await ask({ dataRoot, key: 'binance/BTCUSDT', kind: 'trade', pauseMs: 5 });
    expect(whole).toBeGreaterThan(5_000);
    expect(idsOf(answer)).toEqual(Array.from({ length: whole }, (_, i) => String(i)));
    expect(answer.error).toMatchObject({ code: 'DATA_FORMAT', details: { file: FILE, line: whole + 1 } });
  });

  it('that lacks only its checksum gives all lines, then says so', async () => {
    const packed = gzipSync(good.join('\n'));
    const answer = await read(packed.subarray(0, packed.length - 4));
    expect([idsOf(answer), answer.error]).toMatchObject([['1'], { code: 'DATA_FORMAT', details: { line: 2 } }]);
  });

  it.each([
    ['nothing at all', new Uint8Array(0)],
    ['plain text', Buffer.from(good.join('\n'))],
    ['zeros behind its end', Buffer.concat([gzipSync(good.join('\n')), Buffer.alloc(512)])],
  ])('that holds %s is refused', async (_, bytes) => {
    expect((await read(bytes)).error).toMatchObject({ code: 'DATA_FORMAT', details: { file: FILE } });
  });

  it('with a line that does not end is refused before it fills the memory', async () => {
    const { error } = await read(`${good[0]}\n${'x'.repeat(3_000_000)}`);
    expect(error).toMatchObject({
      code: 'DATA_FORMAT',
      details: { line: 2 },
      message: expect.stringContaining('longer'),
    });
  });
});

describe('a recording that is unusual but whole', () => {
  it('may be empty, lack the last newline, have CRLF, or be several gzip files in one', async () => {
    const empty = await read('');
    expect([empty.events, empty.error]).toEqual([[], undefined]);
    expect(idsOf(await read(good.join('\n')))).toEqual(['1', '2']);
    expect(idsOf(await read(`${good.join('\r\n')}\r\n`))).toEqual(['1', '2']);
    expect(idsOf(await read(Buffer.concat(good.map((line) => gzipSync(`${line}\n`)))))).toEqual(['1', '2']);
  });

  it('may hold other streams, answers to subscriptions, fields in another order', async () => {
    const at = '1577836803000000000';
    const answer = await read([
      `${at} {"result":null,"id":1}`,
      `${at} {"stream":"btcusdt@aggTrade","data":{"a":1}}`,
      `${at} {"stream":"btcusdt@depth20@100ms","data":{"lastUpdateId":1,"bids":[],"asks":[]}}`,
      `${at} {"data":{"t":9,"p":"5.00","q":"1","m":true,"T":1577836803000},"stream":"btcusdt@trade"}`,
    ]);
    expect([answer.error, idsOf(answer)]).toEqual([undefined, ['9']]);
  });

  it('futures: fills of the insurance fund and of auto-deleveraging are no trades of the book', async () => {
    const types = ['MARKET', 'INSURANCE_FUND', 'ADL', 'NA'];
    const lines = types.map((X, i) => feed.trade(i, i, X === 'NA' ? '0' : '10.0', '1', { X }));
    const dataRoot = feedFolder({ [`usdm_${FILE}`]: lines });
    expect(idsOf(await ask({ dataRoot, key: 'binance-usdm/BTCUSDT', kind: 'trade' }))).toEqual(['0']);
  });
});
