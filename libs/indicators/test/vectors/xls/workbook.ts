import { streamOf } from './compound-file.js';

/** Types of BIFF8 records (MS-XLS 2.3). */
const Record = {
  FORMULA: 0x06,
  EOF: 0x0a,
  CONTINUE: 0x3c,
  BOUNDSHEET: 0x85,
  MULRK: 0xbd,
  SST: 0xfc,
  LABELSST: 0xfd,
  NUMBER: 0x203,
  RK: 0x27e,
} as const;

/** Texts and numbers of a sheet by row and column, both from 0; of formulas the results that were kept. */
export interface Sheet {
  readonly name: string;
  readonly rows: number;
  /** The cell; undefined where there is none, or no text or number. */
  cell(row: number, column: number): string | number | undefined;
}

interface Chunk {
  readonly type: number;
  readonly data: Buffer;
}

function* chunks(stream: Buffer, from = 0): Generator<Chunk> {
  for (let at = from; at + 4 <= stream.length;) {
    const type = stream.readUInt16LE(at);
    const end = at + 4 + stream.readUInt16LE(at + 2);
    if (end > stream.length) throw new Error(`a record of the workbook is cut off at ${at}`);
    yield { type, data: stream.subarray(at + 4, end) };
    if (type === Record.EOF) return;
    at = end;
  }
  throw new Error('the workbook is cut off');
}

/** A number in 30 bits: the upper ones of a double, or an integer; with bit 0 in hundredths (MS-XLS 2.5.217). */
function rkNumber(bits: number): number {
  const hundredths = (bits & 1) === 1;
  let value: number;
  if ((bits & 2) === 2) value = bits >> 2;
  else {
    const double = Buffer.alloc(8);
    double.writeInt32LE(bits & ~3, 4);
    value = double.readDoubleLE(0);
  }
  return hundredths ? value / 100 : value;
}

/** The texts that cells share (MS-XLS 2.4.265), all in one record. */
function sharedTexts(data: Buffer): string[] {
  const texts: string[] = [];
  let at = 8;
  for (let left = data.readUInt32LE(4); left > 0; left--) {
    const length = data.readUInt16LE(at);
    const flags = data.readUInt8(at + 2);
    at += 3;
    const runs = (flags & 8) === 0 ? 0 : data.readUInt16LE(at);
    if ((flags & 8) !== 0) at += 2;
    const extra = (flags & 4) === 0 ? 0 : data.readUInt32LE(at);
    if ((flags & 4) !== 0) at += 4;
    const wide = (flags & 1) === 1;
    const end = at + (wide ? 2 * length : length);
    texts.push(data.toString(wide ? 'utf16le' : 'latin1', at, end));
    at = end + 4 * runs + extra;
  }
  return texts;
}

/** The result that was kept of a formula; undefined if it is no number (MS-XLS 2.5.133). */
function formulaResult(data: Buffer): number | undefined {
  return data.readUInt16LE(12) === 0xff_ff ? undefined : data.readDoubleLE(6);
}

function sheetOf(stream: Buffer, from: number, name: string, texts: readonly string[]): Sheet {
  const cells: (string | number | undefined)[][] = [];
  const put = (row: number, column: number, value: string | number | undefined): void => {
    cells[row] ??= [];
    cells[row][column] = value;
  };
  for (const { type, data } of chunks(stream, from)) {
    if (type === Record.MULRK) {
      const first = data.readUInt16LE(2);
      for (let at = 4; at + 6 <= data.length - 2; at += 6)
        put(data.readUInt16LE(0), first + (at - 4) / 6, rkNumber(data.readInt32LE(at + 2)));
      continue;
    }
    const value = valueOf(type, data, texts);
    if (value !== undefined) put(data.readUInt16LE(0), data.readUInt16LE(2), value);
  }
  return { name, rows: cells.length, cell: (row, column) => cells[row]?.[column] };
}

function valueOf(type: number, data: Buffer, texts: readonly string[]): string | number | undefined {
  if (type === Record.LABELSST) return texts[data.readUInt32LE(6)];
  if (type === Record.NUMBER) return data.readDoubleLE(6);
  if (type === Record.RK) return rkNumber(data.readInt32LE(6));
  return type === Record.FORMULA ? formulaResult(data) : undefined;
}

/**
 * The sheets of a spreadsheet of Excel 97 to 2003 (BIFF8).
 * @throws Error when it is none, or has so many texts that they go on in a second record
 */
export function sheetsOf(file: Buffer): Sheet[] {
  const stream = streamOf(file, 'Workbook');
  let texts: readonly string[] = [];
  const places: { readonly from: number; readonly name: string }[] = [];
  let before = 0;
  for (const { type, data } of chunks(stream)) {
    if (type === Record.CONTINUE && before === Record.SST) throw new Error('the texts of the workbook are too many');
    if (type === Record.SST) texts = sharedTexts(data);
    if (type === Record.BOUNDSHEET) {
      const wide = (data.readUInt8(7) & 1) === 1;
      places.push({ from: data.readUInt32LE(0), name: data.toString(wide ? 'utf16le' : 'latin1', 8) });
    }
    before = type;
  }
  return places.map(({ from, name }) => sheetOf(stream, from, name, texts));
}
