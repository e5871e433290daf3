import { Agent as PlainAgent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { HttpError, InfluxDB, type Transport } from '@influxdata/influxdb-client';
import { delay, type Clock } from '@bourseworks/ports';
import type { DomainError } from '@bourseworks/domain';
import { InFlight } from '../../key-value/in-flight.js';
import { beyond, corrupt, unavailable } from '../../refusals.js';
import { untilAborted } from '../until-aborted.js';
import type { InfluxServer, InfluxTimeSeriesOptions } from './influx-options.js';

const US_PER_S = 1_000_000;
const MAX_ATTEMPTS = 3;
const FIRST_PAUSE_US = 50_000;
const LONGEST_PAUSE_US = 5_000_000;
/** Work takes longer than a sign of life. */
const PATIENCE_AT_WORK = 10;
/** Bytes of a request from which it is packed. */
const GZIP_FROM = 1_000;
const PROBLEM_LENGTH = 300;
/** Of HTTP: too late, too early, too many, and what a server or one before it says while it cannot. */
const PASSING_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);
const PARTIAL = 201;

export interface InfluxRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly type?: string;
  readonly body?: string;
  /** Whether it may be packed. */
  readonly packs?: true;
  /** Bytes of the answer; one that is longer is not waited for. */
  readonly maxBytes: number;
}

const PING: InfluxRequest = { method: 'GET', path: '/ping', maxBytes: 10_000 };

/** An answer has more bytes than are wanted. */
export class TooLong extends Error {}
class TooLate extends Error {}

/**
 * Requests to one server. Each is sent only after the server has given a sign of life: what is sent to one that stands still
 * would be done once it goes on, long after its sender was told that it failed. What may pass is tried again, a bounded
 * number of times.
 */
export class InfluxConnection {
  /** Host and port, for people. */
  readonly name: string;
  private readonly calls: InFlight;
  private readonly agent: PlainAgent;
  private readonly transport: Transport;
  private readonly running = new Set<AbortController>();

  constructor(
    private readonly options: InfluxTimeSeriesOptions,
    private readonly clock: Clock,
  ) {
    const { server } = options;
    this.name = `InfluxDB at ${new URL(server.url).host}`;
    this.calls = new InFlight(this.name);
    this.agent = agentOf(server);
    this.transport = transportOf(server, this.agent);
  }

  /**
   * The text of the answer.
   *
   * @throws DomainError STORE_UNAVAILABLE, STORE_LIMIT, STORE_CORRUPT
   * @throws TooLong
   * @throws what the signal says
   */
  send(request: InfluxRequest, signal?: AbortSignal): Promise<string> {
    return this.calls.run(async () => {
      for (let attempt = 1; ; attempt++) {
        try {
          await this.untilAlive(signal);
          return await this.once(request, this.options.timeoutUs * PATIENCE_AT_WORK, signal);
        } catch (error) {
          this.checkWanted(signal);
          if (attempt === MAX_ATTEMPTS || !isPassing(error)) throw this.refusalOf(error);
          await this.pause(pauseUs(attempt, error), signal);
        }
      }
    });
  }

  /** @throws DomainError STORE_UNAVAILABLE after `close`. */
  checkOpen(): void {
    this.calls.checkOpen();
  }

  close(): void {
    this.calls.close();
    for (const stop of this.running) stop.abort();
    this.agent.destroy();
  }

  /** Whatever it answers. One that cannot be reached is tried again meanwhile. */
  private async untilAlive(signal: AbortSignal | undefined): Promise<void> {
    const endUs = this.clock.monotonicUs() + this.options.timeoutUs;
    for (let attempt = 1; ; attempt++) {
      try {
        await this.once(PING, Math.max(endUs - this.clock.monotonicUs(), 1), signal);
        return;
      } catch (error) {
        this.checkWanted(signal);
        if (error instanceof HttpError || error instanceof TooLong) return;
        const us = pauseUs(attempt, error);
        if (this.clock.monotonicUs() + us >= endUs) throw unavailable(this.name, wordsOf(error));
        await this.pause(us, signal);
      }
    }
  }

  private async pause(us: number, signal: AbortSignal | undefined): Promise<void> {
    const over = delay(this.clock, us);
    await (signal === undefined ? over : untilAborted(over, signal));
    this.checkWanted(signal);
  }

  private checkWanted(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
    this.calls.checkOpen();
  }

  private async once(request: InfluxRequest, timeoutUs: number, signal: AbortSignal | undefined): Promise<string> {
    this.checkWanted(signal);
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    let late = false;
    const give = (): { cancel(): void } =>
      this.clock.setTimer(timeoutUs, () => {
        late = true;
        stop.abort();
      });
    let timer = give();
    this.running.add(stop);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await exchange(this.transport, request, stop, () => {
        timer.cancel();
        timer = give();
      });
    } catch (error) {
      throw late ? new TooLate(`no answer within ${Math.ceil(timeoutUs / 1_000)} ms`) : error;
    } finally {
      timer.cancel();
      this.running.delete(stop);
      signal?.removeEventListener('abort', abort);
    }
  }

  private refusalOf(error: unknown): unknown {
    if (!(error instanceof HttpError)) return isPassing(error) ? unavailable(this.name, wordsOf(error)) : error;
    return httpRefusal(this.name, error);
  }
}

function httpRefusal(store: string, error: HttpError): DomainError {
  const words = wordsOf(error);
  if (error.statusCode === 413) return beyond(`${store} takes no request so large: ${words}`, error.statusCode);
  // What it would delete at once for its age is not kept.
  if (/retention/i.test(words)) return beyond(`${store} keeps no points so old: ${words}`, error.statusCode);
  const isRefused = error.statusCode === 400 || error.statusCode === 422 || error.statusCode === PARTIAL;
  return isRefused ? corrupt(`${store}: ${words}`) : unavailable(store, words);
}

/** One request and its answer; `heard` with each piece of it. */
function exchange(
  transport: Transport,
  { method, path, type, body = '', packs, maxBytes }: InfluxRequest,
  stop: AbortController,
  heard: () => void,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    let bytes = 0;
    let status: number | undefined;
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
    const options = { method, headers, ...(packs ? { gzipThreshold: GZIP_FROM } : {}), signal: stop.signal };
    transport.send(path, body, options, {
      responseStarted: (_headers, statusCode) => {
        status = statusCode;
        heard();
      },
      next: (part: Uint8Array) => {
        heard();
        parts.push(part);
        bytes += part.length;
        if (bytes <= maxBytes) return;
        reject(new TooLong(`an answer of more than ${maxBytes} bytes`));
        stop.abort();
      },
      error: reject,
      complete: () => {
        // Some of what was written is not kept.
        if (status === PARTIAL) reject(new HttpError(PARTIAL, 'some points are not kept'));
        else resolve(Buffer.concat(parts).toString());
      },
    });
  });
}

/** Not what came of our own: an answer that is too long, an error of a program. */
function isPassing(error: unknown): boolean {
  if (error instanceof HttpError) return PASSING_STATUS.has(error.statusCode);
  if (error instanceof TooLate) return true;
  if (error instanceof TooLong || !(error instanceof Error) || 'details' in error) return false;
  // Of the network; the client says so of an answer that ended too soon.
  return 'code' in error || error.name === 'AbortError' || error instanceof AggregateError;
}

function pauseUs(attempt: number, error: unknown): number {
  const asked = error instanceof HttpError ? error.retryAfter() * US_PER_S : 0;
  return Math.min(Math.max(FIRST_PAUSE_US * 2 ** (attempt - 1), asked), LONGEST_PAUSE_US);
}

/** For people; of what the server says only the problem, of the client no header. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as NodeJS.ErrnoException).code ?? error.name;
  if (!(error instanceof HttpError)) return error.message === '' ? code : error.message;
  const { error: problem, message } = (error.json ?? {}) as { readonly error?: unknown; readonly message?: unknown };
  const said = [problem, message, error.body, error.statusMessage].find(
    (one): one is string => typeof one === 'string' && one !== '',
  );
  return `${error.statusCode} ${(said ?? '').slice(0, PROBLEM_LENGTH)}`;
}

function agentOf({ url, tls }: InfluxServer): PlainAgent {
  return url.startsWith('https:')
    ? new TlsAgent({ keepAlive: true, ca: tls?.ca })
    : new PlainAgent({ keepAlive: true });
}

function transportOf({ url, token, username, password }: InfluxServer, agent: PlainAgent): Transport {
  const login = Buffer.from(`${username}:${password}`).toString('base64');
  const { transport } = new InfluxDB({
    url,
    // Time is kept here: the client's own leaves the connection as it is.
    timeout: 0,
    ...(token === '' ? {} : { token }),
    ...(token === '' && username !== '' ? { headers: { authorization: `Basic ${login}` } } : {}),
    transportOptions: { agent },
  });
  return transport;
}
