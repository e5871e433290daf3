import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Clock } from '@bourseworks/ports';
import { readText, retryAfterMs } from '@bourseworks/venue-client';

const MAX_SOCKETS = 8;
const MAX_ANSWER_BYTES = 32_000_000;
/** A socket that was idle this long is closed by us, before a request meets the exchange's closing it, milliseconds. */
const IDLE_MS = 4_000;

interface FetchRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** What ccxt reads of an answer. */
interface FetchResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  text(): Promise<string>;
}

/** Named as ccxt's class of answers that cannot be read, for it is sorted by that name. */
class BadResponse extends Error {}

/**
 * The `fetch` that ccxt is given: its sockets end with `close`, an answer has a bound, and one of a success that is no JSON is an
 * error here, where ccxt would take it for an empty list.
 */
export class AgentFetch {
  private readonly http = new HttpAgent({ keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_MS });
  private readonly https = new HttpsAgent({ keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_MS });
  private readonly closing = new AbortController();

  /** `banned`: the exchange had too many requests, and asks to wait so many milliseconds if it says. */
  constructor(
    private readonly clock: Clock,
    private readonly banned: (forMs: number | undefined) => void,
  ) {}

  readonly fetch = async (url: string, request: FetchRequest = {}): Promise<FetchResponse> => {
    const { signal } = this.closing;
    const either = request.signal === undefined ? signal : AbortSignal.any([request.signal, signal]);
    const response = await this.send(url, request, either);
    const text = await readText(response, MAX_ANSWER_BYTES);
    const status = response.statusCode ?? 0;
    if (status === 429 || status === 418)
      this.banned(retryAfterMs(response.headers['retry-after'], this.clock.nowUs() / 1_000));
    if (status >= 200 && status < 300 && !isJson(text))
      throw new BadResponse(`an answer that is no JSON: ${pathOf(url)}`);
    const headers = new Headers();
    for (const [name, value] of Object.entries(response.headers)) headers.set(name, String(value));
    return { status, statusText: response.statusMessage ?? '', headers, text: () => Promise.resolve(text) };
  };

  /** What is under way fails; leaves no socket. Idempotent. */
  close(): void {
    this.closing.abort();
    this.http.destroy();
    this.https.destroy();
  }

  private send(url: string, request: FetchRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const { method = 'GET', body } = request;
    const headers = { ...request.headers, 'accept-encoding': 'identity' };
    const secure = url.startsWith('https:');
    const agent = secure ? this.https : this.http;
    return new Promise((resolve, reject) => {
      const sent = (secure ? httpsRequest : httpRequest)(url, { method, headers, agent, signal }, resolve);
      sent.on('error', (error) =>
        reject(error.name === 'AbortError' ? error : new TypeError('fetch failed', { cause: error })),
      );
      sent.end(body);
    });
  }
}

/** Every answer of an exchange is an object or a list. */
function isJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

/** Without the query, which may be signed. */
function pathOf(url: string): string {
  return new URL(url).pathname;
}
