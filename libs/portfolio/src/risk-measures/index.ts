export { normalDensity, normalQuantile } from './normal.js';
export { stress, type StressLine, type StressOptions, type StressResult, type StressScenario } from './stress.js';
export {
  cornishFisherOf,
  cornishFisherQuantile,
  cornishFisherRisk,
  historicalRisk,
  normalRisk,
  type TailRisk,
} from './value-at-risk.js';
