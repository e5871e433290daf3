import { ok, refuse, type Result } from '@bourseworks/domain';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { writeExecution, writeIntent } from './hot-records.js';
import { RECORD_TYPE, type EngineRecord, type RecordType } from './record.js';
import { NAMES, SCHEMAS, type FieldKind } from './schema.js';

interface Layout {
  readonly type: RecordType;
  readonly version: number;
  readonly names: readonly string[];
  readonly kinds: readonly FieldKind[];
}

/** Largest record that is read; a length beyond it is damage. */
export const MAX_RECORD_BYTES = 1 << 20;
/** Ledger amounts are far below this many decimal digits. */
const MAX_BIG_DIGITS = 60;

const LAYOUTS = new Map<number, Layout>();
const BY_TYPE = new Map<RecordType, Layout>();
for (const type of Object.keys(RECORD_TYPE) as RecordType[]) {
  const { version, fields } = SCHEMAS[type];
  const layout = { type, version, names: Object.keys(fields), kinds: Object.values(fields) };
  LAYOUTS.set(RECORD_TYPE[type], layout);
  BY_TYPE.set(type, layout);
}

const writer = new ByteWriter();
type Loose = Record<string, unknown>;

function write(kind: FieldKind, value: unknown): void {
  switch (kind) {
    case 'integer':
      return writer.f64(value as number);
    case 'optionalInteger':
      return writer.optional(value as number | undefined);
    case 'optionalBig':
      return writer.text(value === undefined ? '' : (value as bigint).toString());
    case 'flag':
      return writer.u8(value === true ? 1 : 0);
    default:
      return writer.text((value as string | undefined) ?? '');
  }
}

function writeFields(layout: Layout, record: EngineRecord): void {
  const loose = record as unknown as Loose;
  for (let i = 0; i < layout.names.length; i++) write(layout.kinds[i], loose[layout.names[i]]);
}

/**
 * Bytes of a record: u16 type, u8 version, then its fields in schema order (integers as little-endian doubles, texts with
 * their length). Framing and checksum belong to the journal. The bytes are a view of a larger buffer: copy them on, do not
 * write to or transfer them.
 */
export function encodeRecord(record: EngineRecord): Uint8Array {
  const layout = BY_TYPE.get(record.type);
  if (layout === undefined) throw new Error(`no layout for records of type ${record.type}`);
  writer.reset();
  writer.u16(RECORD_TYPE[record.type]);
  writer.u8(layout.version);
  if (record.type === 'Intent') writeIntent(writer, record);
  else if (record.type === 'Execution') writeExecution(writer, record);
  else writeFields(layout, record);
  return writer.take();
}

function readBig(reader: ByteReader): bigint | undefined {
  const text = reader.text();
  if (text === '') return undefined;
  if (text.length <= MAX_BIG_DIGITS && /^-?\d+$/.test(text)) return BigInt(text);
  reader.fail();
  return undefined;
}

function readFlag(reader: ByteReader): boolean {
  const value = reader.u8();
  if (value > 1) reader.fail();
  return value === 1;
}

function read(kind: FieldKind, reader: ByteReader): unknown {
  switch (kind) {
    case 'integer':
      return reader.integer();
    case 'optionalInteger':
      return readFlag(reader) ? reader.integer() : undefined;
    case 'optionalBig':
      return readBig(reader);
    case 'flag':
      return readFlag(reader);
    case 'text':
      return reader.text();
    default: {
      const name = reader.text();
      if (!NAMES[kind](name)) reader.fail();
      return name === '' ? undefined : name;
    }
  }
}

/** The record in `bytes`, or JOURNAL_VERSION for one of another release, JOURNAL_CORRUPT for damage. Never throws. */
export function decodeRecord(bytes: Uint8Array): Result<EngineRecord> {
  if (bytes.length > MAX_RECORD_BYTES)
    return refuse('JOURNAL_CORRUPT', 'a record is longer than any can be', { bytes: bytes.length });
  const reader = new ByteReader(bytes);
  const number = reader.u16();
  const version = reader.u8();
  if (reader.failed) return refuse('JOURNAL_CORRUPT', 'a record is shorter than its head', { bytes: bytes.length });
  const layout = LAYOUTS.get(number);
  if (layout?.version !== version)
    return refuse('JOURNAL_VERSION', 'unknown record type or version', { type: number, version });
  const record: Loose = { type: layout.type };
  for (let i = 0; i < layout.names.length; i++) record[layout.names[i]] = read(layout.kinds[i], reader);
  if (reader.failed || !reader.finished)
    return refuse('JOURNAL_CORRUPT', 'the fields of a record do not fit its bytes', { type: number });
  return ok(record as unknown as EngineRecord);
}
