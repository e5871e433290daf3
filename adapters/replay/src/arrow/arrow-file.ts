import { FlatTable, int64At } from './flat-table.js';
import { unpackLz4 } from './lz4-frame.js';

const MAGIC = 'ARROW1';
const CONTINUATION = 0xffff_ffff;
const RECORD_BATCH = 3;
const LZ4_FRAME = 0;
/** Of one batch, unpacked. */
const MAX_BATCH_BYTES = 256 * 1024 * 1024;
const MAX_ROWS = 10_000_000;

/** A type of columns that is read. */
type ColumnType =
  | { readonly name: 'int'; readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean }
  | { readonly name: 'float'; readonly bits: 32 | 64 }
  /** Since the epoch. */
  | { readonly name: 'timestamp'; readonly unit: TimeUnit }
  | { readonly name: 'text' };

export const TIME_UNITS = ['s', 'ms', 'us', 'ns'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** The values of a row as texts: numbers as the shortest decimal that means them, '' where there is none. */
export type Batch = readonly ((row: number) => string)[];

interface Span {
  readonly offset: number;
  readonly length: number;
}

interface Block {
  readonly offset: number;
  readonly metadataBytes: number;
}

/**
 * A file of the Arrow IPC format ("Arrow columnar format" 1.x, also known as Feather 2), little endian: columns of integers,
 * floats, timestamps and texts, plain or in LZ4 frames. Everything is bounded and checked: whatever the bytes are, it throws an
 * Error that says what is wrong, and where.
 */
export class ArrowFile {
  readonly columns: readonly Column[];
  private readonly blocks: readonly Block[];

  constructor(private readonly bytes: Buffer) {
    const end = bytes.length - MAGIC.length;
    if (bytes.length < 2 * MAGIC.length + 8 || !hasMagic(bytes, 0) || !hasMagic(bytes, end))
      throw new Error('not an Arrow file, or one that is cut off');
    const footerBytes = bytes.readInt32LE(end - 4);
    const footerAt = end - 4 - footerBytes;
    if (footerBytes <= 0 || footerAt < 8) throw new Error('the footer is damaged');
    const footer = FlatTable.root(bytes.subarray(footerAt, end - 4));
    const schema = footer.table(1);
    if (schema === undefined) throw new Error('there is no schema');
    if (schema.int16(0) !== 0) throw new Error('big endian is not read');
    this.columns = schema.tables(1).map(columnOf);
    this.blocks = footer.structs(3, 24, (buffer, at) => ({
      offset: int64At(buffer, at),
      metadataBytes: buffer.readInt32LE(at + 8),
    }));
  }

  /** The batches in order; one at a time is unpacked. */
  *batches(): Generator<{ readonly rows: number; readonly values: Batch }> {
    for (const block of this.blocks) yield this.batch(block);
  }

  private batch({ offset, metadataBytes }: Block): { rows: number; values: Batch } {
    const fail = (problem: string): Error => new Error(`batch at byte ${offset}: ${problem}`);
    try {
      const prefix = this.bytes.readUInt32LE(offset) === CONTINUATION ? 8 : 4;
      const message = FlatTable.root(part(this.bytes, { offset: offset + prefix, length: metadataBytes - prefix }));
      const batch = message.uint8(1) === RECORD_BATCH ? message.table(2) : undefined;
      if (batch === undefined) throw new Error('no batch of records');
      const rows = batch.int64(0);
      if (rows < 0 || rows > MAX_ROWS) throw new Error(`${rows} rows, at most ${MAX_ROWS} are read`);
      const body = part(this.bytes, { offset: offset + metadataBytes, length: message.int64(3) });
      return { rows, values: this.values(batch, body, rows) };
    } catch (error) {
      throw fail((error as Error).message);
    }
  }

  private values(batch: FlatTable, body: Buffer, rows: number): Batch {
    const compression = batch.table(3);
    if (compression !== undefined && compression.uint8(0) !== LZ4_FRAME) throw new Error('only LZ4 is unpacked');
    const nodes = batch.structs(1, 16, (bytes, at) => ({ rows: int64At(bytes, at), nulls: int64At(bytes, at + 8) }));
    const spans = batch.structs(2, 16, (bytes, at) => ({ offset: int64At(bytes, at), length: int64At(bytes, at + 8) }));
    const reader = new BufferReader(body, spans, compression !== undefined);
    return this.columns.map(({ name, type }, index) => {
      const node = nodes[index];
      if (node === undefined || node.rows !== rows) throw new Error(`column ${name} has not one value a row`);
      const present = validity(reader.next(), node.nulls, rows, name);
      const value = valuesOf(type, reader, rows, name);
      return (row) => (present(row) ? value(row) : '');
    });
  }
}

const hasMagic = (bytes: Buffer, at: number): boolean => bytes.toString('latin1', at, at + MAGIC.length) === MAGIC;

function part(bytes: Buffer, { offset, length }: Span): Buffer {
  if (offset < 0 || length < 0 || offset + length > bytes.length) throw new Error('it reaches beyond the end');
  return bytes.subarray(offset, offset + length);
}

/** Hands out the buffers of a batch one after another, unpacked. */
class BufferReader {
  private at = 0;
  private total = 0;

  constructor(
    private readonly body: Buffer,
    private readonly spans: readonly Span[],
    private readonly packed: boolean,
  ) {}

  next(): Buffer {
    const span = this.spans[this.at++];
    if (span === undefined) throw new Error('a buffer is missing');
    const bytes = part(this.body, span);
    if (!this.packed || bytes.length === 0) return bytes;
    const size = int64At(bytes, 0);
    const content = bytes.subarray(8);
    // -1: packing did not pay.
    if (size === -1) return content;
    this.total += size;
    if (size < 0 || this.total > MAX_BATCH_BYTES) throw new Error(`it unpacks to more than ${MAX_BATCH_BYTES} bytes`);
    return unpackLz4(content, size);
  }
}

function validity(bits: Buffer, nulls: number, rows: number, name: string): (row: number) => boolean {
  if (nulls === 0) return () => true;
  if (bits.length * 8 < rows) throw new Error(`column ${name} does not tell which values are missing`);
  return (row) => ((bits[row >> 3] >> (row & 7)) & 1) === 1;
}

function valuesOf(type: ColumnType, reader: BufferReader, rows: number, name: string): (row: number) => string {
  if (type.name === 'text') return textsOf(reader.next(), reader.next(), rows, name);
  const bits = type.name === 'timestamp' ? 64 : type.bits;
  const bytes = reader.next();
  if (bytes.length < (rows * bits) / 8) throw new Error(`column ${name} is cut off`);
  const signed = type.name !== 'int' || type.signed;
  if (type.name === 'float')
    return bits === 64 ? (row) => String(bytes.readDoubleLE(row * 8)) : (row) => shortest(bytes.readFloatLE(row * 4));
  switch (bits) {
    case 8:
      return (row) => String(signed ? bytes.readInt8(row) : bytes.readUInt8(row));
    case 16:
      return (row) => String(signed ? bytes.readInt16LE(row * 2) : bytes.readUInt16LE(row * 2));
    case 32:
      return (row) => String(signed ? bytes.readInt32LE(row * 4) : bytes.readUInt32LE(row * 4));
    case 64:
      return (row) => String(signed ? bytes.readBigInt64LE(row * 8) : bytes.readBigUInt64LE(row * 8));
  }
}

/** The shortest decimal that means a float of 32 bits, as String gives it for one of 64. */
function shortest(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(value);
}

function textsOf(offsets: Buffer, content: Buffer, rows: number, name: string): (row: number) => string {
  if (rows > 0 && offsets.length < (rows + 1) * 4) throw new Error(`column ${name} is cut off`);
  return (row) => {
    const [from, to] = [offsets.readInt32LE(row * 4), offsets.readInt32LE(row * 4 + 4)];
    if (from < 0 || to < from || to > content.length) throw new Error(`column ${name}, row ${row + 1}: a damaged text`);
    return content.toString('utf8', from, to);
  };
}

/** Numbers of types in the schema. */
const [INT, FLOAT, TEXT, TIMESTAMP] = [2, 3, 5, 10];
const FLOAT_BITS = [undefined, 32, 64] as const;

function columnOf(field: FlatTable): Column {
  const name = field.text(0) ?? '';
  const details = field.table(3);
  const type = details === undefined ? undefined : typeOf(field.uint8(2), details);
  if (type === undefined || field.table(4) !== undefined)
    throw new Error(`column ${name} is neither of integers, floats, timestamps nor texts`);
  return { name, type };
}

function typeOf(number: number, details: FlatTable): ColumnType | undefined {
  switch (number) {
    case INT: {
      const bits = details.int32(0);
      return bits === 8 || bits === 16 || bits === 32 || bits === 64
        ? { name: 'int', bits, signed: details.uint8(1) !== 0 }
        : undefined;
    }
    case FLOAT: {
      const bits = FLOAT_BITS[details.int16(0)];
      return bits === undefined ? undefined : { name: 'float', bits };
    }
    case TIMESTAMP: {
      const unit = TIME_UNITS[details.int16(0)];
      return unit === undefined ? undefined : { name: 'timestamp', unit };
    }
    case TEXT:
      return { name: 'text' };
    default:
      return undefined;
  }
}
