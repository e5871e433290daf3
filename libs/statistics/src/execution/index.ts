export { MicropriceModel, type MicropriceSettings, type MicropriceSnapshot, type QuoteSeries } from './microprice.js';
export {
  executionFrontier,
  optimalSchedule,
  type ExecutionProblem,
  type ExecutionSchedule,
} from './optimal-schedule.js';
