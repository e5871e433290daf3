const decoder = new TextDecoder('utf-8', { fatal: true });
const SHORT = 64;

/** Reads little-endian fields with every bound checked: the first fault latches `failed`, reads then give empty values. */
export class ByteReader {
  failed = false;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get finished(): boolean {
    return this.at === this.bytes.length;
  }

  fail(): void {
    this.failed = true;
  }

  u8(): number {
    return this.has(1) ? this.bytes[this.at++] : 0;
  }

  u16(): number {
    if (!this.has(2)) return 0;
    this.at += 2;
    return this.view.getUint16(this.at - 2, true);
  }

  u32(): number {
    if (!this.has(4)) return 0;
    this.at += 4;
    return this.view.getUint32(this.at - 4, true);
  }

  /** A double that is to hold a safe integer. */
  integer(): number {
    if (!this.has(8)) return 0;
    this.at += 8;
    const value = this.view.getFloat64(this.at - 8, true);
    if (!Number.isSafeInteger(value)) this.failed = true;
    return value;
  }

  text(): string {
    const length = this.u32();
    if (!this.has(length)) return '';
    const start = this.at;
    this.at += length;
    if (length <= SHORT) {
      let text = '';
      let i = start;
      for (; i < this.at && this.bytes[i] < 0x80; i++) text += String.fromCharCode(this.bytes[i]);
      if (i === this.at) return text;
    }
    try {
      return decoder.decode(this.bytes.subarray(start, this.at));
    } catch {
      this.failed = true;
      return '';
    }
  }

  private has(count: number): boolean {
    if (this.failed || this.at + count > this.bytes.length) this.failed = true;
    return !this.failed;
  }
}
