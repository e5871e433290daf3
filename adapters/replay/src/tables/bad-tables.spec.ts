import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { MarketDataEvent, StreamKind } from '@bourseworks/domain';
import { ReplayMarketData } from '../market-data/replay-market-data.js';
import { ask, type Answer } from '../test/recorded.js';
import { INSTRUMENT, tableFolder } from '../test/table-folder.js';

const TABLE = {
  kind: 'bar-1d',
  files: ['a.csv'],
  time: { columns: ['date'], format: 'YYYY-MM-DD' },
  columns: { open: 'o', high: 'h', low: 'l', close: 'c' },
};
const described = (table: object, instrument: object = {}): unknown => ({
  instruments: [{ ...INSTRUMENT, ...instrument, tables: [{ ...TABLE, ...table }] }],
});
const HEADER = 'date,o,h,l,c';
const GOOD = '2020-01-02,1,2,1,2';

const read = (
  content: string | Uint8Array,
  table: { readonly kind?: StreamKind } & Readonly<Record<string, unknown>> = {},
  file = 'a.csv',
): Promise<Answer> =>
  ask({
    dataRoot: tableFolder(described({ files: [file], ...table }), { [file]: content }),
    key: 'usa/ABC',
    kind: table.kind ?? 'bar-1d',
  });

describe('a description of tables', () => {
  it.each<[string, unknown, string]>([
    ['no JSON', '{', 'no JSON'],
    ['no list', {}, 'instruments: is no list'],
    ['an unknown name', { instruments: [], tabels: [] }, 'tabels is none of instruments'],
    ['a field that is missing', described({}, { currency: undefined }), 'instruments[0].currency: is no text'],
    ['a tick that is none', described({}, { tickSize: 'x' }), 'instruments[0]: usa/ABC: tickSize is invalid'],
    ['an unknown kind', described({ kind: 'bar-2d' }), 'instruments[0].tables[0].kind: is none of'],
    ['no files', described({ files: [] }), 'instruments[0].tables[0]: there are no files'],
    ['a path out of the folder', described({ files: ['x/../../a.csv'] }), 'is not below the folder'],
    ['an absolute path', described({ files: ['/etc/a.csv'] }), 'is not below the folder'],
    ['an unknown ending', described({ files: ['a.xls'] }), 'a.xls ends in none of'],
    ['a column that is missing', described({ columns: { open: 'o' } }), 'columns: high is missing'],
    ['an unknown column', described({ columns: { ...TABLE.columns, bid: 'b' } }), 'columns: bid is none of'],
    ['no format of times', described({ time: { columns: [0], format: 'YYYY' } }), 'YYYY is no format of times'],
    ['a format twice over', described({ time: { columns: [0], format: 'YYYY-MM-DD DD' } }), 'is no format of times'],
    ['an unknown zone', described({ time: { ...TABLE.time, zone: 'X/Y' } }), 'X/Y is no time zone'],
    [
      'two tables of a kind',
      { instruments: [{ ...INSTRUMENT, tables: [TABLE, TABLE] }] },
      'instruments[0]: two tables are of one kind',
    ],
  ])('is refused by its place: %s', async (_, description, message) => {
    const loading = ReplayMarketData.load({ dataRoot: tableFolder(description, {}), venues: ['usa'] });
    await expect(loading).rejects.toMatchObject({
      code: 'DATA_FORMAT',
      message: expect.stringContaining(message),
      details: { file: 'tables.json' },
    });
  });
});

describe('a table', () => {
  const opens = (events: readonly MarketDataEvent[]): unknown[] =>
    events.map((event) => event.kind === 'bar' && event.open);

  it.each([
    ['a cell less', '2020-01-03,1,2,1'],
    ['a time of another format', '03/01/2020,1,2,1,2'],
    ['a date that does not exist', '2020-02-30,1,2,1,2'],
    ['a time that steps back', '2020-01-01,1,2,1,2'],
    ['a time that is told again', '2020-01-02,1,2,1,2'],
    ['a price of more decimals than the instrument', '2020-01-03,1.001,2,1,2'],
    ['a price that is none', '2020-01-03,x,2,1,2'],
    ['no price', '2020-01-03,,2,1,2'],
    ['a negative price', '2020-01-03,-1,2,-1,2'],
    ['a high below the close', '2020-01-03,1,2,1,3'],
    ['a price beyond the exact range', '2020-01-03,1,1e15,1,2'],
  ])('is refused with file and line, after what was good: %s', async (_, line) => {
    const { events, error } = await read(`${HEADER}\n${GOOD}\n\n${line}\n`);
    expect([opens(events), error]).toMatchObject([[100], { code: 'DATA_FORMAT', details: { file: 'a.csv', line: 4 } }]);
  });

  it('is refused without a column that is asked for, and without its file', async () => {
    expect((await read(`date,o,h,l\n2020-01-02,1,1,1\n`)).error).toMatchObject({
      message: 'a.csv, line 2: there is no column c',
    });
    const dataRoot = tableFolder(described({}), {});
    expect((await ask({ dataRoot, key: 'usa/ABC', kind: 'bar-1d' })).error).toMatchObject({
      code: 'DATA_FORMAT',
      details: { file: 'a.csv' },
    });
  });

  it('may have a byte order mark, CRLF, exponents, other delimiters, and be packed', async () => {
    const text = '\uFEFFdate;o;h;l;c\r\n2020-01-02;1e0;1.2E+1;0.1e1;110e-1\r\n';
    for (const [file, content] of [
      ['a.csv', text],
      ['a.csv.gz', gzipSync(text)],
    ] as const) {
      const { events, error } = await read(content, { delimiter: ';' }, file);
      expect([error, events]).toMatchObject([
        undefined,
        [{ open: 100, high: 1_200, low: 100, close: 1_100, volume: 0 }],
      ]);
    }
  });

  it('quantities are the nearest unit, prices are exact', async () => {
    const trade = { kind: 'trade' as const, columns: { price: 'p', quantity: 'q', side: 's' } };
    const { events } = await read('date,p,q,s\n2020-01-02,1.5,2.5000000001,b\n', trade);
    expect(events).toMatchObject([{ price: 150, quantity: 3, aggressor: 'BUY' }]);
    expect((await read('date,p,q,s\n2020-01-02,1.5,2,long\n', trade)).error).toMatchObject({ code: 'DATA_FORMAT' });
    expect((await read('date,p,q,s\n2020-01-02,1.5,0,b\n', trade)).error).toMatchObject({ code: 'DATA_FORMAT' });
  });

  it('of JSON is refused by row, and where its list is missing', async () => {
    const rows = (value: unknown): Promise<Answer> => read(JSON.stringify(value), { rows: 'data.rows' }, 'a.json');
    const good = { date: '2020-01-02', o: 1.1, h: '2', l: 1, c: 2 };
    expect(await rows({ data: { rows: [good] } })).toMatchObject({ events: [{ open: 110, high: 200 }] });
    expect((await rows({ data: { rows: [good, 7] } })).error).toMatchObject({ details: { file: 'a.json', row: 2 } });
    expect((await rows({ data: { rows: [{ ...good, c: null }] } })).error).toMatchObject({ details: { row: 1 } });
    expect((await rows({ data: [] })).error).toMatchObject({ message: expect.stringContaining('no list of rows') });
    expect((await read('[', {}, 'a.json')).error).toMatchObject({ code: 'DATA_FORMAT', details: { file: 'a.json' } });
  });

  it('of Arrow that is none is refused by its name', async () => {
    for (const bytes of [new Uint8Array(0), Buffer.from('ARROW1 and something else ARROW1')])
      expect((await read(bytes, {}, 'a.feather')).error).toMatchObject({
        code: 'DATA_FORMAT',
        message: expect.stringContaining('a.feather: not a readable Arrow file'),
      });
  });
});
