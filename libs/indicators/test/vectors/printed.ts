import type { Printed } from './vector.js';

/** The worth of the last printed digit of a decimal: 0.01 of "1.25", 100 of "1.0629E+05". */
function unitOf(text: string): number {
  const [mantissa, exponent = '0'] = text.toLowerCase().split('e');
  return 10 ** (Number(exponent) - (mantissa.split('.')[1]?.length ?? 0));
}

const isPrinted = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));

/** As many decimals as the most exact of a column: a zero at the end is often not printed. What is no number is NaN. */
export function printed(texts: readonly string[]): Printed {
  const values = Float64Array.from(texts, (text) => (isPrinted(text) ? Number(text) : NaN));
  const units = texts.filter(isPrinted).map((text) => unitOf(text.trim()));
  return { values, unit: Math.min(...units) };
}

/** A series that begins later than its inputs, as Tulip prints them. */
export function endingAt(length: number, { values, unit }: Printed): Printed {
  const whole = new Float64Array(length).fill(NaN);
  whole.set(values, length - values.length);
  return { values: whole, unit };
}

/** A series in another unit, as percent. */
export function scaled({ values, unit }: Printed, factor: number): Printed {
  return { values: values.map((value) => value * factor), unit: unit * factor };
}

/** A series that is drawn `bars` later than it is known, put where it is known. */
export function undrawn({ values, unit }: Printed, bars: number): Printed {
  const known = values.map((_, index) => values[index + bars] ?? NaN);
  return { values: known, unit };
}
