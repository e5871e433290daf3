import { LatencyHistogram } from '../metrics/latency-histogram.js';

/** What a strategy did, over all its restarts. */
export class StrategyCounters {
  received = 0;
  barsReceived = 0;
  /** Of streams that were left. */
  barsPublishedBefore = 0;
  gapsBefore = 0;
  decisions = 0;
  orders = 0;
  orderEvents = 0;
  logs = 0;
  requests = 0;
  restarts = 0;
  overflows = 0;
  readonly tickToOrder = new LatencyHistogram();
}
