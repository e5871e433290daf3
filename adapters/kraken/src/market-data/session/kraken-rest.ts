import type { Clock } from '@bourseworks/ports';
import { parseExactJson, PatientClient, type Refused } from '@bourseworks/venue-client';
import type { KrakenConfig } from '../../config.js';
import type { Raw } from '../../parse/fields.js';
import { rereadAnswer, resultOf } from '../../parse/rest/answer.js';
import type { KrakenTimes } from './times.js';

/** Nothing is asked for so long after the venue had too many requests and did not say for how long, milliseconds. */
const UNSTATED_BAN_MS = 5_000;

/** Public questions, as often as the venue allows an address. */
export class KrakenRest {
  private readonly client: PatientClient;

  constructor({ url, requestTimeoutMs }: KrakenConfig, times: KrakenTimes, clock: Clock) {
    this.client = new PatientClient({
      adapter: 'kraken',
      venue: 'Kraken',
      rest: { url, clock, timeoutMs: requestTimeoutMs, parseJson: parseExactJson },
      windows: [{ name: 'requests', limit: times.restRequests, windowUs: times.restWindowUs }],
      reread: rereadAnswer,
      banMs,
    });
  }

  /**
   * What the venue answers: `Trades`. Throws DomainError ADAPTER_FAILED when it does not or the signal aborts, DATA_FORMAT for
   * what is no answer.
   */
  async ask(name: string, query: Readonly<Record<string, string | number>>, signal?: AbortSignal): Promise<Raw> {
    const path = `/0/public/${name}`;
    return resultOf(await this.client.ask({ path, query, cost: { requests: 1 } }, signal));
  }

  close(): void {
    this.client.close();
  }
}

function banMs({ status, retryAfterMs }: Refused): number {
  return retryAfterMs ?? (status === 429 ? UNSTATED_BAN_MS : 0);
}
