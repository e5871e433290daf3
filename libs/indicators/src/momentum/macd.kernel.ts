import type { Kernel } from '../core/definition.js';
import { ExponentialAverage } from '../rolling/exponential-average.js';
import { macdSettingsOf } from './macd-settings.js';

export const macdKernel: Kernel = ([values], [differences, signals, histograms], parameters) => {
  const { fast, slow, signal, longest } = macdSettingsOf(parameters);
  const fastAverage = new ExponentialAverage(fast.alpha, fast.seeds);
  const slowAverage = new ExponentialAverage(slow.alpha, slow.seeds);
  const signalAverage = new ExponentialAverage(signal.alpha, signal.seeds);
  const begun = Math.min(longest - 1 + signal.seeds, values.length);
  for (let i = 0; i < begun; i++) {
    if (i >= fast.from) fastAverage.update(values[i]);
    if (i >= slow.from) slowAverage.update(values[i]);
    const known = i >= longest - 1;
    const difference = known ? fastAverage.value - slowAverage.value : NaN;
    const average = known ? signalAverage.update(difference) : NaN;
    differences[i] = difference;
    signals[i] = average;
    histograms[i] = difference - average;
  }
  let fastState = fastAverage.value;
  let slowState = slowAverage.value;
  let signalState = signalAverage.value;
  for (let i = begun; i < values.length; i++) {
    const value = values[i];
    fastState += fast.alpha * (value - fastState);
    slowState += slow.alpha * (value - slowState);
    const difference = fastState - slowState;
    signalState += signal.alpha * (difference - signalState);
    differences[i] = difference;
    signals[i] = signalState;
    histograms[i] = difference - signalState;
  }
};
