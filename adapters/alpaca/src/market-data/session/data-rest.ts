import { DomainError } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import { PatientClient, type Refused } from '@bourseworks/venue-client';
import type { AlpacaDataConfig } from '../../config.js';
import { restError } from '../../mapper/data-error.mapper.js';
import { isUnauthorized } from '../../mapper/refusal.mapper.js';
import { fields, NAME, type Raw } from '../../parse/fields.js';
import { parseText } from '../../parse/market/fields.js';
import type { AssetQuestions } from '../../session/assets.js';
import type { AlpacaDataTimes } from './times.js';

const MINUTE_US = 60_000_000;
/** Nothing is asked for so long after there were too many requests and Alpaca did not say for how long. */
const UNSTATED_BAN_MS = 1_000;
const MAX_BAN_MS = 60_000;
/** Ten thousand quotes have two megabytes, the list of all assets some ten. */
const MAX_ANSWER_BYTES = 32 * 1_024 * 1_024;

type Query = Readonly<Record<string, string>>;

/** Questions to both REST interfaces of Alpaca: pages of history, and the assets, as often as the plan allows. */
export class DataRest implements AssetQuestions {
  private readonly data: PatientClient;
  private readonly trading: PatientClient;
  /** When there will be requests again, as Alpaca said last; milliseconds of the epoch. */
  private resetMs = 0;

  constructor(
    config: AlpacaDataConfig,
    private readonly times: Pick<AlpacaDataTimes, 'authRetryMs'>,
    private readonly clock: Clock,
  ) {
    this.data = this.client(config, config.dataUrl);
    this.trading = this.client(config, config.tradingUrl);
  }

  /**
   * One page. Throws DomainError as `restError` says, ADAPTER_LOGIN for refused keys, ADAPTER_FAILED when there is no answer or the
   * signal aborts.
   */
  async page(path: string, query: Query, signal: AbortSignal): Promise<Raw> {
    return fields.asRaw(await this.askOf(this.data, path, query, signal), 'a page');
  }

  async find(path: string): Promise<unknown> {
    try {
      return await this.askOf(this.trading, path, {});
    } catch (error) {
      if (error instanceof DomainError && error.code === 'INSTRUMENT_UNKNOWN') return undefined;
      throw error;
    }
  }

  ask(path: string, query: Query): Promise<unknown> {
    return this.askOf(this.trading, path, query);
  }

  close(): void {
    this.data.close();
    this.trading.close();
  }

  private async askOf(client: PatientClient, path: string, query: Query, signal?: AbortSignal): Promise<unknown> {
    const { body } = await client.ask({ path, query, cost: { requests: 1 } }, signal);
    return body;
  }

  private client(
    { keyId, secretKey, requestTimeoutMs, requestsPerMinute }: AlpacaDataConfig,
    url: string,
  ): PatientClient {
    return new PatientClient({
      adapter: NAME,
      venue: 'Alpaca',
      rest: {
        url,
        clock: this.clock,
        timeoutMs: requestTimeoutMs,
        headers: { 'APCA-API-KEY-ID': keyId, 'APCA-API-SECRET-KEY': secretKey },
        secrets: [secretKey, keyId],
        maxAnswerBytes: MAX_ANSWER_BYTES,
        parseJson: parseText,
        readRefusal,
        onAnswer: (status, headers) => this.note(status, headers),
      },
      windows: [{ name: 'requests', limit: requestsPerMinute, windowUs: MINUTE_US }],
      banMs: (refused) => this.banMs(refused),
      isLogin: isUnauthorized,
      loginPauseMs: this.times.authRetryMs,
      errorOf: (refused, { path }) => restError(refused, path),
    });
  }

  private note(status: number, headers: Readonly<Record<string, string | undefined>>): void {
    const reset = headers['x-ratelimit-reset'] ?? '';
    this.resetMs = status === 429 && /^\d{1,12}$/.test(reset) ? Number(reset) * 1_000 : 0;
  }

  private banMs({ status, retryAfterMs }: Refused): number {
    if (status !== 429) return retryAfterMs ?? 0;
    const leftMs = this.resetMs - this.clock.nowUs() / 1_000;
    return retryAfterMs ?? Math.min(MAX_BAN_MS, Math.max(UNSTATED_BAN_MS, leftMs));
  }
}

function readRefusal(body: unknown): { readonly message: string } | undefined {
  const message = typeof body === 'object' && body !== null && 'message' in body ? body.message : undefined;
  return typeof message === 'string' ? { message } : undefined;
}
