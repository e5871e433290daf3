import { ok, refuse, type Result } from '@bourseworks/domain';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { writeExecution, writeIntent } from './hot-records.js';
import { RECORD_TYPE, type EngineRecord, type RecordType } from './record.js';
import { NAMES, type FieldKind } from './field-kinds.js';
import { SCHEMAS } from './schema.js';

interface Layout {
  readonly type: RecordType;
  readonly version: number;
  readonly names: readonly string[];
  readonly kinds: readonly FieldKind[];
  /** Fields that this version lacks, with their defaults. */
  readonly missing: Readonly<Record<string, unknown>>;
}

/** Largest record that is read; a length beyond it is damage. */
export const MAX_RECORD_BYTES = 1 << 20;
/** Ledger amounts are far below this many decimal digits. */
const MAX_BIG_DIGITS = 60;

/** By number and version. */
const LAYOUTS = new Map<number, Layout>();
/** What is written: the latest version. */
const BY_TYPE = new Map<RecordType, Layout>();
const layoutKey = (number: number, version: number): number => (number << 8) | version;

function layoutOf(type: RecordType, version: number): Layout {
  const { fields, added = {} } = SCHEMAS[type];
  const isLater = ([name]: readonly [string, unknown]): boolean =>
    ((added as Record<string, { readonly version: number }>)[name]?.version ?? 0) > version;
  const there = Object.entries(fields).filter((field) => !isLater(field));
  const missing = Object.entries(added).filter(isLater);
  return {
    type,
    version,
    names: there.map(([name]) => name),
    kinds: there.map(([, kind]) => kind),
    missing: Object.fromEntries(missing.map(([name, { before }]) => [name, before])),
  };
}

for (const type of Object.keys(RECORD_TYPE) as RecordType[]) {
  const latest = SCHEMAS[type].version;
  for (let version = 1; version <= latest; version++) {
    const layout = layoutOf(type, version);
    LAYOUTS.set(layoutKey(RECORD_TYPE[type], version), layout);
    if (version === latest) BY_TYPE.set(type, layout);
  }
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

/** The record in `bytes`, also of an earlier release, or JOURNAL_VERSION for one of a later one, JOURNAL_CORRUPT for damage. Never throws. */
export function decodeRecord(bytes: Uint8Array): Result<EngineRecord> {
  if (bytes.length > MAX_RECORD_BYTES)
    return refuse('JOURNAL_CORRUPT', 'a record is longer than any can be', { bytes: bytes.length });
  const reader = new ByteReader(bytes);
  const number = reader.u16();
  const version = reader.u8();
  if (reader.failed) return refuse('JOURNAL_CORRUPT', 'a record is shorter than its head', { bytes: bytes.length });
  const layout = LAYOUTS.get(layoutKey(number, version));
  if (layout === undefined)
    return refuse('JOURNAL_VERSION', 'unknown record type or version', { type: number, version });
  const record: Loose = { type: layout.type, ...layout.missing };
  for (let i = 0; i < layout.names.length; i++) record[layout.names[i]] = read(layout.kinds[i], reader);
  if (reader.failed || !reader.finished)
    return refuse('JOURNAL_CORRUPT', 'the fields of a record do not fit its bytes', { type: number });
  return ok(record as unknown as EngineRecord);
}
