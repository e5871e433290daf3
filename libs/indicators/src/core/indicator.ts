import { capture, layoutOf, mismatch, reinstate, StateBuffer } from './state.js';

/** A number, or one of the words that a parameter offers, such as a seeding convention. */
export type ParameterValue = number | string;

/** Doubles as text: eight bytes each, little endian, in base64. */
function textOf(doubles: Float64Array): string {
  const view = new DataView(new ArrayBuffer(doubles.length * 8));
  doubles.forEach((value, index) => view.setFloat64(index * 8, value, true));
  let bytes = '';
  for (let i = 0; i < view.byteLength; i++) bytes += String.fromCharCode(view.getUint8(i));
  return btoa(bytes);
}

function doublesOf(text: string): Float64Array<ArrayBuffer> {
  let bytes: string;
  try {
    bytes = atob(text);
  } catch {
    throw mismatch('its state is no base64');
  }
  if (bytes.length % 8 !== 0) throw mismatch('its state is cut off');
  const view = new DataView(new ArrayBuffer(bytes.length));
  for (let i = 0; i < bytes.length; i++) view.setUint8(i, bytes.charCodeAt(i));
  return Float64Array.from({ length: bytes.length / 8 }, (_, index) => view.getFloat64(index * 8, true));
}

/**
 * Something that is told values or bars one by one and keeps what follows from them. All of its state is in its own fields:
 * numbers, booleans, typed arrays, lists and maps of numbers, and objects of these, so that it can be kept and brought back.
 */
export abstract class Indicator {
  /** Whether its outputs are known; until then they are NaN. */
  abstract readonly ready: boolean;
  /** Its main output. */
  abstract readonly value: number;

  /** `parameters` are the arguments of its constructor. */
  protected constructor(
    readonly name: string,
    readonly parameters: readonly ParameterValue[] = [],
  ) {}

  /**
   * Takes the next value or bar, and returns the main output. Where anything of it is not finite it is left out whole: one
   * NaN would stay in an average for ever.
   */
  abstract update(...inputs: readonly number[]): number;

  /** Back to where it was made. */
  reset(): void {
    const Same = this.constructor as new (...parameters: readonly ParameterValue[]) => Indicator;
    const buffer = new StateBuffer();
    capture(new Same(...this.parameters), buffer);
    buffer.reread();
    reinstate(this, buffer);
  }

  /** Everything that it knows, as a text for `restore` of one with the same name and parameters. */
  snapshot(): string {
    const buffer = new StateBuffer();
    capture(this, buffer);
    return `${this.origin}#${textOf(buffer.toDoubles())}`;
  }

  /**
   * Goes on exactly as the one of which the snapshot was taken would.
   * @throws IndicatorError INDICATOR_SNAPSHOT when it is one of another indicator or release, or damaged; then this one is as reset.
   */
  restore(snapshot: string): void {
    const at = snapshot.lastIndexOf('#');
    const origin = snapshot.slice(0, Math.max(0, at));
    if (origin !== this.origin) throw mismatch(`it is of ${origin || 'nothing'}, this is ${this.origin}`);
    const buffer = new StateBuffer(doublesOf(snapshot.slice(at + 1)));
    try {
      reinstate(this, buffer);
      if (!buffer.isReadWhole) throw mismatch('it holds more');
    } catch (error) {
      this.reset();
      throw error;
    }
  }

  private get origin(): string {
    return `${this.label}@${layoutOf(this)}`;
  }

  /** Name and parameters, as `sma(20)`. */
  get label(): string {
    return `${this.name}(${this.parameters.join(',')})`;
  }
}
