import { numberOf, wordOf, type Kernel } from '../core/definition.js';
import { ParabolicCore, type SarConvention } from './parabolic-core.js';

export const parabolicSarKernel: Kernel = ([highs, lows], [stops, trends], parameters) => {
  const step = numberOf(parameters, 'step');
  const acceleration = { first: step, step, maximum: numberOf(parameters, 'maximum') };
  const core = new ParabolicCore(wordOf<SarConvention>(parameters, 'convention'), acceleration, acceleration);
  for (let i = 0; i < stops.length; i++) {
    core.update(highs[i], lows[i]);
    stops[i] = core.told > 0 ? core.sar : NaN;
    trends[i] = core.told > 0 ? core.trend : NaN;
  }
};
