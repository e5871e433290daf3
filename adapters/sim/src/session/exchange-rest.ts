import { DomainError } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import { RestClient, type Headers, type RefusalText } from '@bourseworks/venue-client';
import { asRaw, textOf, type Raw } from '../parse/fields.js';

export interface RestOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly apiKey?: string;
}

/** What the exchange refused, with its own code. */
export class VenueRefusal extends Error {
  constructor(
    readonly venueCode: string,
    message: string,
  ) {
    super(message);
    this.name = 'VenueRefusal';
  }
}

function readRefusal(body: unknown): RefusalText {
  const error = asRaw(asRaw(body, 'an answer')['error'], 'an error');
  return { code: textOf(error, 'code'), message: textOf(error, 'message') };
}

function failed(path: string, reason: string): DomainError {
  return new DomainError({
    code: 'ADAPTER_FAILED',
    message: `the exchange could not be asked for ${path}: ${reason}`,
    details: { adapter: 'sim', path },
  });
}

/** Asks the exchange by GET. Throws VenueRefusal for what it refuses (4xx), DomainError ADAPTER_FAILED for the rest. */
export class ExchangeRest {
  private readonly client: RestClient;

  constructor(url: string, clock: Clock) {
    this.client = new RestClient({ url, clock, timeoutMs: 5_000, readRefusal });
  }

  async get(path: string, query: Readonly<Record<string, string | number>>, options: RestOptions): Promise<Raw> {
    const { timeoutMs, signal, apiKey } = options;
    const headers: Headers = apiKey === undefined ? {} : { 'x-api-key': apiKey };
    const answer = await this.client.send({ method: 'GET', path, query, headers, timeoutMs, signal });
    if (answer.kind === 'ok') return asRaw(answer.body, 'an answer');
    if (answer.kind === 'unknown') throw failed(path, answer.reason);
    if (answer.status >= 400 && answer.status < 500) throw new VenueRefusal(answer.code, answer.message);
    throw failed(path, answer.message);
  }

  close(): void {
    this.client.close();
  }
}
