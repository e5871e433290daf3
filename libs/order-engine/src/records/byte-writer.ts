/** Records are a few hundred bytes: one allocation serves some hundreds of them. */
const SLAB = 65_536;
const encoder = new TextEncoder();

/**
 * Appends little-endian fields to a slab; what is taken are views side by side in it. An allocation of its own for each
 * record costs more than writing it.
 */
export class ByteWriter {
  private bytes = new Uint8Array(SLAB);
  private view = new DataView(this.bytes.buffer);
  private start = 0;
  private length = 0;

  /** Drops what was written since the last take. */
  reset(): this {
    this.length = this.start;
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

  /** A flag, then the number if there is one. */
  optional(value: number | undefined): void {
    if (value === undefined) return this.u8(0);
    this.u8(1);
    this.f64(value);
  }

  /** Length in bytes, then UTF-8. Ids are ASCII: these are copied without an encoder. */
  text(value: string): void {
    this.room(4 + value.length);
    const at = this.length;
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

  /** What was written since the last take: a view that stays valid and is not to be written to or transferred. */
  take(): Uint8Array {
    const taken = this.bytes.subarray(this.start, this.length);
    this.start = this.length;
    return taken;
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
    const begun = this.bytes.subarray(this.start, this.length);
    this.bytes = new Uint8Array(Math.max(SLAB, 2 * (begun.length + more)));
    this.bytes.set(begun);
    this.view = new DataView(this.bytes.buffer);
    this.start = 0;
    this.length = begun.length;
  }
}
