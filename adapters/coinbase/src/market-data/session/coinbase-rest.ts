import type { Clock } from '@bourseworks/ports';
import { parseExactJson, PatientClient, type Refused } from '@bourseworks/venue-client';
import type { CoinbaseConfig } from '../../config.js';
import type { CoinbaseTimes } from './times.js';

/** Nothing is asked for so long after the venue had too many requests and did not say for how long, milliseconds. */
const UNSTATED_BAN_MS = 1_000;

/** Public questions to Coinbase Exchange, as often as the venue allows an address. */
export class CoinbaseRest {
  private readonly client: PatientClient;

  constructor({ url, requestTimeoutMs }: CoinbaseConfig, times: CoinbaseTimes, clock: Clock) {
    this.client = new PatientClient({
      adapter: 'coinbase',
      venue: 'Coinbase',
      rest: {
        url,
        clock,
        timeoutMs: requestTimeoutMs,
        parseJson: parseExactJson,
        readRefusal,
        // The venue answers nobody who does not say who he is.
        headers: { 'user-agent': 'bourseworks' },
      },
      windows: [{ name: 'requests', limit: times.restRequests, windowUs: times.restWindowUs }],
      banMs,
    });
  }

  /** What the venue answers. Throws DomainError ADAPTER_FAILED when it does not, turns it down, or the signal aborts. */
  async ask(path: string, query: Readonly<Record<string, string | number>>, signal?: AbortSignal): Promise<unknown> {
    const { body } = await this.client.ask({ path, query, cost: { requests: 1 } }, signal);
    return body;
  }

  close(): void {
    this.client.close();
  }
}

function readRefusal(body: unknown): { readonly message: string } | undefined {
  const message = typeof body === 'object' && body !== null && 'message' in body ? body.message : undefined;
  return typeof message === 'string' ? { message } : undefined;
}

function banMs({ status, retryAfterMs }: Refused): number {
  return retryAfterMs ?? (status === 429 ? UNSTATED_BAN_MS : 0);
}
