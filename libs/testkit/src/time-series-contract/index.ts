export { TIME_SERIES_CONTRACT, describeTimeSeriesContract } from './contract.js';
export type { TimeSeriesCase } from './contract-case.js';
export {
  WRITER_FIELD,
  type SeriesWriter,
  type TimeSeriesControl,
  type TimeSeriesControls,
  type TimeSeriesHarness,
  type TimeSeriesUnderTest,
  type WriterPlan,
} from './harness.js';
