/**
 * A table of FlatBuffers (binary format of the FlatBuffers internals). Positions are checked by the buffer itself: whatever the
 * bytes are, nothing outside of it is read, and a RangeError is thrown.
 */
export class FlatTable {
  private readonly vtable: number;
  private readonly vtableBytes: number;

  constructor(
    private readonly bytes: Buffer,
    private readonly at: number,
  ) {
    this.vtable = at - bytes.readInt32LE(at);
    this.vtableBytes = bytes.readUInt16LE(this.vtable);
  }

  /** The table that a buffer is of. */
  static root(bytes: Buffer): FlatTable {
    return new FlatTable(bytes, bytes.readUInt32LE(0));
  }

  uint8(field: number, absent = 0): number {
    const at = this.position(field);
    return at === undefined ? absent : this.bytes.readUInt8(at);
  }

  int16(field: number, absent = 0): number {
    const at = this.position(field);
    return at === undefined ? absent : this.bytes.readInt16LE(at);
  }

  int32(field: number, absent = 0): number {
    const at = this.position(field);
    return at === undefined ? absent : this.bytes.readInt32LE(at);
  }

  int64(field: number): number {
    const at = this.position(field);
    return at === undefined ? 0 : int64At(this.bytes, at);
  }

  table(field: number): FlatTable | undefined {
    const at = this.position(field);
    return at === undefined ? undefined : new FlatTable(this.bytes, at + this.bytes.readUInt32LE(at));
  }

  text(field: number): string | undefined {
    const at = this.position(field);
    if (at === undefined) return undefined;
    const start = at + this.bytes.readUInt32LE(at);
    const length = this.bytes.readUInt32LE(start);
    if (start + 4 + length > this.bytes.length) throw new RangeError('a text is cut off');
    return this.bytes.toString('utf8', start + 4, start + 4 + length);
  }

  tables(field: number): FlatTable[] {
    return this.vector(field, 4, (at) => new FlatTable(this.bytes, at + this.bytes.readUInt32LE(at)));
  }

  /** A vector of structs of `size` bytes, each read by `read`. */
  structs<T>(field: number, size: number, read: (bytes: Buffer, at: number) => T): T[] {
    return this.vector(field, size, (at) => read(this.bytes, at));
  }

  private vector<T>(field: number, size: number, read: (at: number) => T): T[] {
    const at = this.position(field);
    if (at === undefined) return [];
    const start = at + this.bytes.readUInt32LE(at);
    const count = this.bytes.readUInt32LE(start);
    // Before anything is made: a damaged count must not fill the memory.
    if (start + 4 + count * size > this.bytes.length) throw new RangeError('a list is cut off');
    return Array.from({ length: count }, (_, index) => read(start + 4 + index * size));
  }

  private position(field: number): number | undefined {
    const entry = 4 + 2 * field;
    if (entry + 2 > this.vtableBytes) return undefined;
    const offset = this.bytes.readUInt16LE(this.vtable + entry);
    return offset === 0 ? undefined : this.at + offset;
  }
}

/** A length or a position: beyond the exact integers it is damaged. */
export function int64At(bytes: Buffer, at: number): number {
  const value = Number(bytes.readBigInt64LE(at));
  if (!Number.isSafeInteger(value)) throw new RangeError('a number is out of range');
  return value;
}
