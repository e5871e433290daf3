import { numberOf, wordOf, type Kernel } from '../core/definition.js';
import { positivePart } from '../rolling/positive-part.js';
import { quotient } from '../rolling/quotient.js';
import { RisesAndFalls, type Smoothing } from '../rolling/rises-and-falls.js';

/** 50 where nothing moves; NaN while the averages are. */
export const rsiOf = (rise: number, fall: number, value: number): number =>
  Number.isNaN(rise) ? NaN : quotient(100 * rise, rise + fall, value, 50);

export const rsiKernel: Kernel = ([values], [indices], parameters) => {
  const length = numberOf(parameters, 'length');
  const smoothing = wordOf<Smoothing>(parameters, 'smoothing');
  const changes = new RisesAndFalls(length, smoothing);
  const count = values.length;
  const begun = smoothing === 'simple' ? count : Math.min(length + 1, count);
  for (let i = 0; i < begun; i++) {
    changes.update(values[i]);
    indices[i] = rsiOf(changes.rise, changes.fall, values[i]);
  }
  let { rise, fall } = changes;
  const part = 1 / length;
  for (let i = begun; i < count; i++) {
    const change = values[i] - values[i - 1];
    rise += part * (positivePart(change) - rise);
    fall += part * (positivePart(-change) - fall);
    indices[i] = rsiOf(rise, fall, values[i]);
  }
};
