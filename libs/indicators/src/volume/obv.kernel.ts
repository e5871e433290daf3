import type { Kernel } from '../core/definition.js';

export const obvKernel: Kernel = ([closes, volumes], [totals], parameters) => {
  if (totals.length === 0) return;
  let total = parameters['start'] === 'volume' ? volumes[0] : 0;
  totals[0] = total;
  for (let i = 1; i < totals.length; i++) {
    const close = closes[i];
    const before = closes[i - 1];
    total += (Number(close > before) - Number(close < before)) * volumes[i];
    totals[i] = total;
  }
};
