/** Levels of arrays and maps in each other. */
const MAX_DEPTH = 64;

const PROTO = Buffer.from('__proto__');

/** Bytes after the type byte of the values c0 to df whose size is fixed; -1 = not of fixed size or not allowed. */
const FIXED = [
  0, -1, 0, 0, -1, -1, -1, -1, -1, -1, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
];

/**
 * Looks through MessagePack bytes before anything is made of them: one whole value of what JSON has too (and binary), its
 * sizes within the bytes that are there, its depth bounded. A decoder that trusts the sizes of its input can be made to
 * allocate gigabytes by nine bytes.
 */
export class MsgpackScan {
  private readonly left = new Float64Array(MAX_DEPTH + 1);
  private readonly isMap = new Uint8Array(MAX_DEPTH + 1);
  private bytes: Uint8Array = PROTO;
  private at = 0;
  private depth = 0;
  private problem: string | undefined;

  /** What is wrong, or undefined. The object may be used again. */
  run(bytes: Uint8Array): string | undefined {
    this.bytes = bytes;
    this.at = 0;
    this.depth = 0;
    this.left[0] = 1;
    this.isMap[0] = 0;
    this.problem = undefined;
    while (this.problem === undefined) {
      while (this.depth > 0 && this.left[this.depth] === 0) this.depth--;
      if (this.left[this.depth] === 0) break;
      const isKey = this.isMap[this.depth] === 1 && this.left[this.depth] % 2 === 0;
      this.left[this.depth]--;
      if (isKey) this.key();
      else this.value();
    }
    this.bytes = PROTO; // the scan is kept, the message must not be
    return this.problem ?? (this.at === bytes.length ? undefined : 'it goes on behind its value');
  }

  private key(): void {
    const type = this.byte();
    const start = type >= 0xa0 && type <= 0xbf ? this.at : this.at + (type === 0xd9 ? 1 : 0);
    if (type >= 0xa0 && type <= 0xbf) this.skip(type & 0x1f);
    else if (type === 0xd9) this.skip(this.number(1));
    else if (type === 0xda) this.skip(this.number(2));
    else this.problem = 'a key is not a text';
    const isProto = this.at - start === PROTO.length && PROTO.equals(this.bytes.subarray(start, this.at));
    if (isProto) this.problem = 'it has a key __proto__';
  }

  private value(): void {
    const type = this.byte();
    if (type <= 0x7f || type >= 0xe0) return;
    if (type <= 0x8f) return this.enter(type & 0x0f, true);
    if (type <= 0x9f) return this.enter(type & 0x0f, false);
    if (type <= 0xbf) return this.skip(type & 0x1f);
    const size = FIXED[type - 0xc0];
    if (type === 0xcf || type === 0xd3) return this.long(type === 0xd3);
    if (size >= 0) return this.skip(size);
    if (type >= 0xc4 && type <= 0xc6) return this.skip(this.number(1 << (type - 0xc4)));
    if (type >= 0xd9 && type <= 0xdb) return this.skip(this.number(1 << (type - 0xd9)));
    if (type === 0xdc || type === 0xdd) return this.enter(this.number(type === 0xdc ? 2 : 4), false);
    if (type === 0xde || type === 0xdf) return this.enter(this.number(type === 0xde ? 2 : 4), true);
    this.problem = 'it holds an extension or an unknown type';
  }

  private enter(count: number, isMap: boolean): void {
    const values = isMap ? 2 * count : count;
    // Each value takes a byte at least.
    if (values > this.bytes.length - this.at) this.problem = 'it is cut off';
    else if (this.depth === MAX_DEPTH) this.problem = `it is deeper than ${MAX_DEPTH} levels`;
    if (this.problem !== undefined) return;
    this.depth++;
    this.left[this.depth] = values;
    this.isMap[this.depth] = isMap ? 1 : 0;
  }

  /** A JavaScript number cannot hold all 64-bit integers, and a bigint would surprise whoever expects a number. */
  private long(isSigned: boolean): void {
    const high = this.number(4);
    const low = this.number(4);
    const value = (isSigned ? high | 0 : high) * 2 ** 32 + low;
    if (!Number.isSafeInteger(value)) this.problem = 'it holds an integer beyond 2^53';
  }

  private byte(): number {
    if (this.at < this.bytes.length) return this.bytes[this.at++];
    this.problem = 'it is cut off';
    return 0xc0;
  }

  private number(size: number): number {
    let value = 0;
    for (let n = 0; n < size; n++) value = value * 256 + this.byte();
    return this.problem === undefined ? value : 0;
  }

  private skip(size: number): void {
    if (size > this.bytes.length - this.at) this.problem = 'it is cut off';
    else this.at += size;
  }
}
