import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { Clock } from '@bourseworks/ports';
import type { Answer, Refused } from '../answer.js';
import { quotable } from '../redact.js';
import { classify, type RefusalText } from './classify.js';
import { readText, TooLarge } from './read-text.js';

export type Headers = Readonly<Record<string, string>>;

export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the root, with its slash: `/v2/orders`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Without the signature of `sign`. */
  readonly unsigned?: boolean;
  /** Asked once or often, it comes to the same; by default of a GET only. */
  readonly idempotent?: boolean;
  /** Milliseconds; by default that of the client. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly headers?: Headers;
  /** Takes risk off: it waits for no socket, nor counts with those that do. Default: no. */
  readonly urgent?: boolean;
}

/** A request on its way out, for the signature. `query` and `body` are the very texts that will be sent. */
export interface Outgoing {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
}

/** What a signature adds or changes. */
export interface Signed {
  readonly headers?: Headers;
  readonly query?: string;
  readonly body?: string;
}

export interface RestOptions {
  /** Root of the interface, http or https, without a slash at its end. */
  readonly url: string;
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Sent with every request. */
  readonly headers?: Headers;
  /** Sockets at a time, and as many again for what is urgent. Default 4. */
  readonly maxSockets?: number;
  /** Requests that are under way or wait for a socket, urgent ones apart; more are refused with BUSY. Default 1 000. */
  readonly maxPending?: number;
  /** Default 16 MB. */
  readonly maxAnswerBytes?: number;
  /** A socket that was idle this long is closed by us, before a request meets the venue's closing it. Default 4 000. */
  readonly idleMs?: number;
  /** Called just before a request is sent: a time stamp in it is fresh. */
  readonly sign?: (outgoing: Outgoing) => Signed;
  /** The venue's code and message from the body of a refusal. */
  readonly readRefusal?: (body: unknown, status: number) => RefusalText | undefined;
  /** Reads an answer; throws for what is no JSON. By default JSON.parse, which rounds integers of more than 15 digits. */
  readonly parseJson?: (text: string) => unknown;
  /** Every answer that came, for what its headers say of rate limits. */
  readonly onAnswer?: (status: number, headers: Readonly<Record<string, string | undefined>>) => void;
  /** Never quoted. */
  readonly secrets?: readonly string[];
}

interface Target {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** How a request ended: with an answer, or without one. */
type Outcome =
  | { readonly status: number; readonly headers: Readonly<Record<string, string | undefined>>; readonly text: string }
  | { readonly reason: string; readonly written: boolean; readonly closed?: boolean };

/** Sockets, and the requests that are under way over them or wait for one: first come, first served. */
interface Pool {
  readonly agent: HttpAgent;
  readonly calls: Set<ClientRequest>;
}

const DEFAULT_SOCKETS = 4;
const AGENT_DEFAULTS = { keepAlive: true, scheduling: 'lifo' } as const;

/**
 * Asks a venue over HTTP with kept connections. `send` always resolves: to what the venue answered, to a refusal that is
 * known to have had no effect, or to "unknown". It repeats nothing by itself and follows no redirect: the keys go to the
 * configured host and to no other.
 */
export class RestClient {
  private readonly secure: boolean;
  private readonly plain: Pool;
  private readonly urgent: Pool;
  private closed = false;

  constructor(private readonly options: RestOptions) {
    this.secure = options.url.startsWith('https:');
    this.plain = this.pool();
    this.urgent = this.pool();
  }

  async send(request: RestRequest): Promise<Answer> {
    if (this.closed) return notSent('CLOSED', 'the client is closed', false);
    if (request.signal?.aborted === true) return notSent('CLOSED', 'the request was given up', false);
    const pool = this.poolOf(request);
    if (pool.calls.size >= (this.options.maxPending ?? 1_000)) return notSent('BUSY', 'too many requests wait', true);
    const outcome = await this.exchange(request, pool);
    const { onAnswer, readRefusal, parseJson, secrets = [], clock } = this.options;
    const idempotent = request.idempotent ?? request.method === 'GET';
    if ('status' in outcome) {
      onAnswer?.(outcome.status, outcome.headers);
      return classify(outcome, { idempotent, nowMs: clock.nowUs() / 1_000, secrets, readRefusal, parseJson });
    }
    const reason = quotable(outcome.reason, secrets);
    if (!outcome.written)
      return notSent(outcome.closed === true ? 'CLOSED' : 'NOT_SENT', reason, outcome.closed !== true);
    return { kind: 'unknown', reason };
  }

  /** Ends all requests: those on their way become unknown. Idempotent. */
  close(): void {
    this.closed = true;
    for (const { calls, agent } of [this.plain, this.urgent]) {
      for (const call of calls) call.destroy(new Error(CLOSED));
      agent.destroy();
    }
  }

  private pool(): Pool {
    const { maxSockets = DEFAULT_SOCKETS, idleMs = 4_000 } = this.options;
    const options = { ...AGENT_DEFAULTS, maxSockets, timeout: idleMs };
    return { agent: this.secure ? new HttpsAgent(options) : new HttpAgent(options), calls: new Set() };
  }

  /** An agent's queue knows no priority: what is urgent has sockets of its own, unless a kept one is free. */
  private poolOf({ urgent = false }: RestRequest): Pool {
    const { maxSockets = DEFAULT_SOCKETS } = this.options;
    return urgent && this.plain.calls.size >= maxSockets ? this.urgent : this.plain;
  }

  private exchange(request: RestRequest, { agent, calls }: Pool): Promise<Outcome> {
    const { clock, maxAnswerBytes = 16 * 1_024 * 1_024 } = this.options;
    const timeoutMs = request.timeoutMs ?? this.options.timeoutMs;
    const target = this.target(request);
    return new Promise((resolve) => {
      let ended = false;
      const call = this.open(request.method, target, agent);
      const written = watchWritten(call, this.secure);
      const late = () => call.destroy(new Error(`no answer in ${timeoutMs} ms`));
      const timer = clock.setTimer(timeoutMs * 1_000, late);
      const abort = () => call.destroy(new Error('the request was given up'));
      const end = (result: Outcome): void => {
        if (ended) return;
        ended = true;
        timer.cancel();
        request.signal?.removeEventListener('abort', abort);
        calls.delete(call);
        resolve(result);
      };
      const fail = (error: unknown): void => {
        const reason = error instanceof Error ? error.message : String(error);
        end({ reason, written: written(), closed: reason === CLOSED });
      };
      calls.add(call);
      request.signal?.addEventListener('abort', abort, { once: true });
      call.on('error', fail);
      // Once there is an answer, reading it tells how it ended: the last of it may be read after this event.
      let answered = false;
      call.on('close', () => answered || fail(new Error('the connection was closed')));
      call.on('response', (response: IncomingMessage) => {
        answered = true;
        readText(response, maxAnswerBytes).then(
          (text) => end({ status: response.statusCode ?? 0, headers: flat(response), text }),
          (error: unknown) => {
            if (error instanceof TooLarge) call.destroy();
            fail(error);
          },
        );
      });
      call.end(target.body);
    });
  }

  private open(method: string, { url, headers }: Target, agent: HttpAgent): ClientRequest {
    const options = { method, agent, headers };
    return this.secure ? httpsRequest(url, options) : httpRequest(url, options);
  }

  private target(request: RestRequest): Target {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries(request.query ?? {})) params.set(name, String(value));
    const plain: Outgoing = {
      method: request.method,
      path: request.path,
      query: params.toString(),
      body: request.body === undefined ? '' : JSON.stringify(request.body),
    };
    const signed = request.unsigned === true ? {} : (this.options.sign?.(plain) ?? {});
    const query = signed.query ?? plain.query;
    const body = signed.body ?? plain.body;
    const own = { ...this.options.headers, ...request.headers, ...signed.headers };
    const headers: Record<string, string> = { accept: 'application/json', ...own };
    if (body !== '') {
      headers['content-type'] ??= 'application/json';
      headers['content-length'] = String(Buffer.byteLength(body));
    }
    return { url: `${this.options.url}${request.path}${query === '' ? '' : `?${query}`}`, headers, body };
  }
}

const CLOSED = 'the client was closed';

function notSent(code: string, message: string, retryable: boolean): Refused {
  return { kind: 'refused', status: 0, code, message, retryable };
}

/**
 * Whether any of the request may have left this machine. A request that waits for a socket, or whose socket is not
 * connected yet, has not: what fails then has certainly not been done.
 */
function watchWritten(call: ClientRequest, secure: boolean): () => boolean {
  let written = false;
  const mark = () => (written = true);
  call.once('finish', mark);
  call.once('socket', (socket: Socket) => {
    if (call.reusedSocket || !isConnecting(socket, secure)) mark();
    else socket.once(secure ? 'secureConnect' : 'connect', mark);
  });
  return () => written;
}

/** A request that waited gets a socket that is connected, and is not called one that reuses it. */
function isConnecting(socket: Socket, secure: boolean): boolean {
  return socket.connecting || (secure && (socket as { readonly secureConnecting?: boolean }).secureConnecting === true);
}

function flat(response: IncomingMessage): Record<string, string | undefined> {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}
