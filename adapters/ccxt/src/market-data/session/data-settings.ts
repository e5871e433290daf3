import { Agent } from 'node:http';
import type { AgentFetch } from './agent-fetch.js';

export interface DataSettings {
  readonly fetch: AgentFetch;
  /** Something came over a stream that is no JSON: whose it was nobody knows. */
  readonly garbled: () => void;
}

/**
 * What ccxt's object is made with for market data. Requests go through our own agent; ccxt's reconnects do not wait, as ours do,
 * with full jitter; its messages to streams wait for our rate limit, since of those that wait for its own nobody hears the failure,
 * which ends the process; and it never writes to the console: of what it would say only one thing is needed.
 */
export function dataSettings({ fetch, garbled }: DataSettings): Readonly<Record<string, unknown>> {
  return {
    fetchImplementation: fetch.fetch,
    // Streams that are not encrypted are not opened without one.
    httpAgent: new Agent(),
    log: (...said: readonly unknown[]) => {
      if (said.some((one) => typeof one === 'string' && one.includes('JSON.parse'))) garbled();
    },
    options: { ws: { backoff: { base: 0 }, throttle: undefined } },
  };
}
