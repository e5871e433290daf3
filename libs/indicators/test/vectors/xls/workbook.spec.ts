import { readFileSync } from 'node:fs';
import { data, describeWithData } from '@bourseworks/testkit';
import { describe, expect, it } from '@jest/globals';
import { sheetsOf } from './workbook.js';

const SECTOR = 512;

function record(type: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(body.length, 2);
  return Buffer.concat([head, body]);
}

const u16 = (...values: readonly number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);
const u32 = (...values: readonly number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
const f64 = (value: number): Buffer => Buffer.from(Float64Array.of(value).buffer);

/** RK numbers: the upper half of a double, an integer (bit 1), in hundredths (bit 0). */
const ONE_AND_A_HALF = 0x3f_f8_00_00;
const MINUS_SEVEN = ((-7 << 2) | 2) >>> 0;
const HUNDREDTHS = (12_345 << 2) | 3;

/** A workbook of one sheet, filled up to the size below which streams would be kept otherwise. */
function workbook(...cells: readonly Buffer[]): Buffer {
  const texts = record(
    0xfc,
    u32(3, 3),
    Buffer.concat([u16(2), Buffer.from([0]), Buffer.from('Hi')]),
    Buffer.concat([u16(2), Buffer.from([1]), Buffer.from('é€', 'utf16le')]),
    Buffer.concat([u16(1), Buffer.from([8]), u16(1), Buffer.from('x'), u32(0)]),
  );
  const place = (from: number) => record(0x85, u32(from), Buffer.from([0, 0, 3, 0]), Buffer.from('One'));
  const globals = (from: number) => Buffer.concat([place(from), texts, record(0x0a)]);
  const from = globals(0).length;
  const filling = record(0x5c, Buffer.alloc(4_000));
  return Buffer.concat([globals(from), ...cells, filling, record(0x0a)]);
}

/** A compound file: the header, its table of sectors, its directory, then the stream's sectors last first. */
function compoundFile(stream: Buffer, name = 'Workbook'): Buffer {
  const count = Math.ceil(stream.length / SECTOR);
  const table = new Uint32Array(SECTOR / 4).fill(0xff_ff_ff_ff);
  table.set([0xff_ff_ff_fd, 0xff_ff_ff_fe]);
  for (let i = 0; i < count; i++) table[2 + i] = i === 0 ? 0xff_ff_ff_fe : 1 + i;
  const header = Buffer.alloc(SECTOR, 0xff);
  header.writeUInt32BE(0xd0_cf_11_e0, 0);
  header.writeUInt16LE(9, 30);
  header.writeUInt32LE(1, 48);
  header.writeUInt32LE(4096, 56);
  header.writeUInt32LE(0, 76);
  const directory = Buffer.alloc(SECTOR);
  directory.write(name, 0, 'utf16le');
  directory.writeUInt16LE(2 * name.length + 2, 64);
  directory.writeUInt32LE(1 + count, 116);
  directory.writeUInt32LE(stream.length, 120);
  const parts = Array.from({ length: count }, (_, i) => {
    const part = Buffer.alloc(SECTOR);
    stream.copy(part, 0, i * SECTOR, (i + 1) * SECTOR);
    return part;
  });
  return Buffer.concat([header, Buffer.from(table.buffer), directory, ...parts.toReversed()]);
}

const FORMULA_TAIL = Buffer.alloc(6);
const CELLS = [
  record(0xfd, u16(0, 0, 0), u32(0)),
  record(0xfd, u16(0, 1, 0), u32(1)),
  record(0xfd, u16(0, 2, 0), u32(2)),
  record(0x203, u16(1, 0, 0), f64(Math.PI)),
  record(0x27e, u16(1, 1, 0), u32(ONE_AND_A_HALF)),
  record(0x27e, u16(1, 2, 0), u32(MINUS_SEVEN)),
  record(0xbd, u16(2, 1), u16(0), u32(HUNDREDTHS), u16(0), u32(MINUS_SEVEN), u16(2)),
  record(0x06, u16(2, 3, 0), f64(0.1), FORMULA_TAIL),
  record(0x06, u16(2, 4, 0), Buffer.from([0, 0, 0, 0, 0, 0, 0xff, 0xff]), FORMULA_TAIL),
];

describe('sheetsOf', () => {
  it('reads texts, numbers of all kinds and results of formulas', () => {
    const [sheet, ...more] = sheetsOf(compoundFile(workbook(...CELLS)));
    expect(more).toEqual([]);
    expect([sheet.name, sheet.rows]).toEqual(['One', 3]);
    const rows = [0, 1, 2].map((row) => [0, 1, 2, 3, 4].map((column) => sheet.cell(row, column)));
    expect(rows).toEqual([
      ['Hi', 'é€', 'x', undefined, undefined],
      [Math.PI, 1.5, -7, undefined, undefined],
      [undefined, 123.45, -7, 0.1, undefined],
    ]);
    expect(sheet.cell(7, 0)).toBeUndefined();
  });

  it('refuses what is no spreadsheet, is cut off, goes round, or holds more than it reads', () => {
    const good = compoundFile(workbook(...CELLS));
    const turned = Buffer.from(good);
    const last = 2 + Math.ceil(workbook(...CELLS).length / SECTOR) - 1;
    turned.writeUInt32LE(last, SECTOR + 4 * 2);
    const many = Buffer.concat([record(0xfc, u32(0, 0)), record(0x3c, u32(0)), Buffer.alloc(5_000)]);
    expect(() => sheetsOf(Buffer.from('PK'))).toThrow('no compound file');
    expect(() => sheetsOf(Buffer.alloc(1_024))).toThrow('no compound file');
    expect(() => sheetsOf(good.subarray(0, -SECTOR))).toThrow('cut off');
    expect(() => sheetsOf(turned)).toThrow('goes round');
    expect(() => sheetsOf(compoundFile(workbook(), 'Book'))).toThrow('no stream Workbook');
    expect(() => sheetsOf(compoundFile(record(0x0a)))).toThrow('too small');
    expect(() => sheetsOf(compoundFile(many))).toThrow('too many');
    expect(() => sheetsOf(compoundFile(record(0x5c, Buffer.alloc(5_000))))).toThrow('cut off');
  });
});

describeWithData('spreadsheets of the reference data', ['ta4j-indicators'], () => {
  it('have their tables', () => {
    const names = ['EMA', 'SMA', 'RSI', 'AAPL_StochRSI'];
    const tables = names.map((name) => {
      const [sheet] = sheetsOf(readFileSync(data(`ta4j-indicators/${name}.xls`)));
      return [sheet.name, sheet.rows, sheet.cell(3, 1)];
    });
    expect(tables).toEqual([
      ['Sheet1', 372, 13],
      ['Sheet1', 372, 13],
      ['Sheet1', 381, 13],
      ['Sheet1', 265, 14],
    ]);
  });
});
