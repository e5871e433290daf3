import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Returns } from '../rolling/returns.js';
import { WindowStatistic } from './window-statistic.js';

/** Least values of which a range is taken. */
const SHORTEST = 8;

/**
 * Hurst exponent of the last `length` log returns by rescaled range: about 0.5 for a random walk, above it in trends, below it
 * where prices revert. The window is cut into pieces of n, n / 2, n / 4, ... returns, down to 8, from its oldest return on; the
 * exponent is the slope of the logarithm of their mean R / S over that of their length. NaN where fewer than two lengths have
 * a piece that varies. A price of 0 or less has no return and is left out.
 */
export class Hurst extends WindowStatistic {
  private readonly returns = new Returns('log');

  constructor(length: number) {
    super('hurst', length, [length], 2 * SHORTEST);
  }

  override update(price: number): number {
    if (!(price > 0) || price === Infinity) return this.value;
    const value = this.returns.update(price);
    return super.update(value);
  }

  protected calculate(): number {
    let count = 0;
    let sumX = 0;
    let sumY = 0;
    let sumXX = 0;
    let sumXY = 0;
    for (let size = this.length; size >= SHORTEST; size = Math.floor(size / 2)) {
      const rescaled = this.meanRescaledRange(size);
      if (!(rescaled > 0)) continue;
      const x = Math.log(size);
      const y = Math.log(rescaled);
      count += 1;
      sumX += x;
      sumY += y;
      sumXX += x * x;
      sumXY += x * y;
    }
    return count < 2 ? NaN : (count * sumXY - sumX * sumY) / (count * sumXX - sumX * sumX);
  }

  private meanRescaledRange(size: number): number {
    const pieces = Math.floor(this.length / size);
    let sum = 0;
    let count = 0;
    for (let piece = 0; piece < pieces; piece++) {
      const rescaled = this.rescaledRange(piece * size, size);
      if (Number.isNaN(rescaled)) continue;
      sum += rescaled;
      count += 1;
    }
    return sum / count;
  }

  /** Of `size` returns from the one `from` places after the oldest: range of the summed deviations over the deviation. */
  private rescaledRange(from: number, size: number): number {
    const { ring, oldest, length } = this;
    const first = ring[(oldest + from) % length];
    let sum = 0;
    let flat = true;
    for (let i = 0; i < size; i++) {
      const value = ring[(oldest + from + i) % length];
      sum += value;
      flat = flat && value === first;
    }
    if (flat) return NaN;
    const mean = sum / size;
    let path = 0;
    let low = Infinity;
    let high = -Infinity;
    let squares = 0;
    for (let i = 0; i < size; i++) {
      const distance = ring[(oldest + from + i) % length] - mean;
      path += distance;
      low = Math.min(low, path);
      high = Math.max(high, path);
      squares += distance * distance;
    }
    return (high - low) / Math.sqrt(squares / size);
  }
}

export const hurst: Definition = {
  name: 'hurst',
  title: 'Hurst exponent',
  group: 'statistics',
  inputs: ['value'],
  parameters: [length(100, { title: 'returns in the window', minimum: 2 * SHORTEST, maximum: 10_000 })],
  outputs: [VALUE],
  formula: 'slope of ln(mean R / S) over ln(m) for pieces of m = n, n / 2, n / 4, ... >= 8 log returns',
  source: 'H. E. Hurst (1951), B. Mandelbrot, J. Wallis (1969); as Skender Hurst',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new Hurst(numberOf(parameters, 'length')),
};
