import { MAX_UNITS } from '@bourseworks/domain';

/** The decimals of numbers in recorded messages, for a venue whose list of instruments was not recorded. */
export class WrittenDecimals {
  /** Most decimals that stand in a text. */
  written = 0;
  /** Without zeros at its end. */
  needed = 0;
  seen = false;
  private max = 0;

  see(text: unknown): void {
    if (typeof text !== 'string' || !/^\d+(\.\d+)?$/.test(text)) return;
    const point = text.indexOf('.');
    const trimmed = point < 0 ? text : text.replace(/\.?0+$/, '');
    this.written = Math.max(this.written, point < 0 ? 0 : text.length - point - 1);
    this.needed = Math.max(this.needed, point < 0 || !trimmed.includes('.') ? 0 : trimmed.length - point - 1);
    this.max = Math.max(this.max, Number(text));
    this.seen = true;
  }

  /** Decimals as written, or as many as leave room for numbers so many times as large as those seen. */
  scaleFor(room: number): number {
    let scale = this.written;
    while (scale > this.needed && this.max * room * 10 ** scale > MAX_UNITS) scale--;
    return scale;
  }

  /** The finest step that occurs, as a decimal text. */
  get step(): string {
    return this.needed === 0 ? '1' : `0.${'1'.padStart(this.needed, '0')}`;
  }
}
