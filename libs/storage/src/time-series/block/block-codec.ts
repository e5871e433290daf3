import { constants, crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Point } from '@bourseworks/ports';
import { corrupt } from '../../refusals.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { readColumn, writeColumn, type Value } from './column.js';

/**
 * A block: CRC-32 of the rest (4 bytes, little endian), how the rest is packed (1 byte: 0 not, 1 raw deflate), and packed:
 * count of points; microseconds as differences to the one before; a byte whether nanoseconds follow, and they; count of
 * fields; and for each its name, a byte whether points lack it, then a byte for each point, and its column.
 */
const HEAD = 5;
const PLAIN = 0;
const DEFLATED = 1;
/** More than any block takes: one of damaged bytes must not fill the memory. */
const MOST_BYTES = 64 * 1_024 * 1_024;

type Fields = Record<string, Value>;

function writeTimes(out: ByteWriter, points: readonly Point[]): void {
  let last = 0;
  for (const { us } of points) {
    out.unsigned(us - last);
    last = us;
  }
  const hasNanos = points.some(({ ns }) => ns !== 0);
  out.byte(hasNanos ? 1 : 0);
  if (hasNanos) for (const { ns } of points) out.unsigned(ns);
}

function writeField(out: ByteWriter, name: string, points: readonly Point[]): void {
  out.text(name);
  const values: Value[] = [];
  for (const { fields } of points) if (Object.hasOwn(fields, name)) values.push(fields[name]);
  const isSparse = values.length < points.length;
  out.byte(isSparse ? 1 : 0);
  if (isSparse) for (const { fields } of points) out.byte(Object.hasOwn(fields, name) ? 1 : 0);
  writeColumn(out, values);
}

/** Points of different times in order; at least one. */
export function encodeBlock(points: readonly Point[]): Uint8Array {
  const out = new ByteWriter();
  out.unsigned(points.length);
  writeTimes(out, points);
  const names = new Set<string>();
  for (const { fields } of points) for (const name of Object.keys(fields)) names.add(name);
  out.unsigned(names.size);
  for (const name of names) writeField(out, name, points);
  return sealed(out.bytes());
}

function sealed(plain: Uint8Array): Uint8Array {
  const deflated = deflateRawSync(plain, { level: constants.Z_BEST_SPEED });
  const [form, body] = deflated.length < plain.length ? [DEFLATED, deflated] : [PLAIN, plain];
  const block = Buffer.allocUnsafe(HEAD + body.length);
  block.set(body, HEAD);
  block[HEAD - 1] = form;
  block.writeUInt32LE(crc32(block.subarray(HEAD - 1)), 0);
  return block;
}

function opened(block: Uint8Array): Buffer {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  if (bytes.length <= HEAD || bytes.readUInt32LE(0) !== crc32(bytes.subarray(HEAD - 1)))
    throw new RangeError('its checksum does not match');
  const body = bytes.subarray(HEAD);
  const form = bytes[HEAD - 1];
  if (form === PLAIN) return body;
  if (form !== DEFLATED) throw new RangeError(`it is packed in a way that this release does not know (${form})`);
  return inflateRawSync(body, { maxOutputLength: MOST_BYTES });
}

function readTimes(from: ByteReader): { us: number; ns: number; fields: Fields }[] {
  const count = from.unsigned();
  let us = 0;
  const points: { us: number; ns: number; fields: Fields }[] = [];
  for (let index = 0; index < count; index++) points.push({ us: (us += from.unsigned()), ns: 0, fields: {} });
  if (from.byte() !== 0) for (const point of points) point.ns = from.unsigned();
  return points;
}

/** An ordinary assignment to this name would set the prototype. */
const setter = (name: string): ((fields: Fields, value: Value) => void) =>
  name === '__proto__'
    ? (fields, value) =>
        void Object.defineProperty(fields, name, { value, enumerable: true, writable: true, configurable: true })
    : (fields, value) => {
        fields[name] = value;
      };

function readField(from: ByteReader, points: readonly { readonly fields: Fields }[]): void {
  const name = from.text();
  const having = from.byte() === 0 ? points : points.filter(() => from.byte() !== 0);
  const values = readColumn(from, having.length);
  const set = setter(name);
  for (const [index, { fields }] of having.entries()) set(fields, values[index]);
}

/**
 * `where`: what a damaged block is called in the error.
 *
 * @throws DomainError STORE_CORRUPT
 */
export function decodeBlock(block: Uint8Array, where: string): readonly Point[] {
  try {
    const from = new ByteReader(opened(block));
    const points = readTimes(from);
    const fields = from.unsigned();
    for (let field = 0; field < fields; field++) readField(from, points);
    if (!from.ended) throw new RangeError('more follows than it has');
    return points;
  } catch (error) {
    throw corrupt(`${where} has a damaged block: ${(error as Error).message}`);
  }
}
