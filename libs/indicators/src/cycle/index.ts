import type { Definition } from '../core/definition.js';
import { decycler } from './decycler.js';
import { dominantCyclePeriod } from './dominant-cycle-period.js';
import { dominantCyclePhase } from './dominant-cycle-phase.js';
import { instantaneousTrendline } from './instantaneous-trendline.js';
import { mama } from './mama.js';
import { mesaSineWave } from './mesa-sine-wave.js';
import { roofingFilter } from './roofing-filter.js';
import { superSmoother } from './super-smoother.js';
import { trendMode } from './trend-mode.js';

export { Decycler } from './decycler.js';
export { DominantCyclePeriod } from './dominant-cycle-period.js';
export { DominantCyclePhase } from './dominant-cycle-phase.js';
export { InstantaneousTrendline } from './instantaneous-trendline.js';
export { Mama, type MamaStart } from './mama.js';
export { MesaSineWave } from './mesa-sine-wave.js';
export { RoofingFilter } from './roofing-filter.js';
export { SuperSmoother } from './super-smoother.js';
export { TrendMode } from './trend-mode.js';

/** Periods and phases of prices. */
export const cycle: readonly Definition[] = [
  decycler,
  dominantCyclePeriod,
  dominantCyclePhase,
  instantaneousTrendline,
  mama,
  mesaSineWave,
  roofingFilter,
  superSmoother,
  trendMode,
];
