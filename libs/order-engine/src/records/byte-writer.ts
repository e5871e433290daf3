const FIRST_CAPACITY = 512;
const encoder = new TextEncoder();

/** Appends little-endian fields to a buffer that grows and is used again for the next record. */
export class ByteWriter {
  private bytes = new Uint8Array(FIRST_CAPACITY);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  reset(): this {
    this.length = 0;
    return this;
  }

  u8(value: number): void {
    this.room(1);
    this.bytes[this.length++] = value;
  }

  u16(value: number): void {
    this.room(2);
    this.view.setUint16(this.length, value, true);
    this.length += 2;
  }

  u32(value: number): void {
    this.room(4);
    this.view.setUint32(this.length, value, true);
    this.length += 4;
  }

  f64(value: number): void {
    this.room(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** Length in bytes, then UTF-8. Ids are ASCII: these are copied without an encoder. */
  text(value: string): void {
    const at = this.length;
    this.room(4 + value.length);
    const { bytes } = this;
    const start = at + 4;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) return this.encoded(value);
      bytes[start + i] = code;
    }
    this.view.setUint32(at, value.length, true);
    this.length = start + value.length;
  }

  /** A copy of what was written. */
  take(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private encoded(value: string): void {
    const utf8 = encoder.encode(value);
    this.u32(utf8.length);
    this.room(utf8.length);
    this.bytes.set(utf8, this.length);
    this.length += utf8.length;
  }

  private room(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    grown.set(this.bytes);
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }
}
