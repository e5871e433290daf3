import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, isErrorCode, type RefusalDetails } from '@bourseworks/domain';
import { decodeMessage, JSON_CODEC } from '@bourseworks/dto';
import { currentCorrelation, ReadinessRegistry, withCorrelation } from '@bourseworks/observability';
import { EventLog } from '@bourseworks/ports';
import type { PlatformQueue } from '@bourseworks/service';
import { HEADER, SolaceSession, type InboundMessage, type RequestProperties } from '@bourseworks/solace-transport';
import { Inject, Injectable, Optional, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { QueuedEvents } from './queued-events.js';

/** Called with the value of a message and its topic. */
export type Listener<T> = (value: T, topic: string) => void;

/** The PlatformQueue of this gateway. */
export const EVENT_QUEUE = Symbol('EVENT_QUEUE');

const RETRY_MS = 1_000;
/** Waiting mends no password, but a broker may still be given its users. */
const REFUSED_RETRY_MS = 30_000;
const DEFAULT_TIMEOUT_MS = 5_000;

/**
 * The gateway's way to the other services. It connects in the background and for ever: people can sign in and look at what
 * is kept here while the broker is away, and are told TRANSPORT_DOWN for everything else.
 */
@Injectable()
export class PlatformBus implements OnModuleInit, OnApplicationShutdown {
  private readonly ups = new Set<() => void>();
  private readonly queued: QueuedEvents | undefined;
  private connecting = false;

  constructor(
    private readonly session: SolaceSession,
    private readonly readiness: ReadinessRegistry,
    private readonly log: EventLog,
    /** Without one all that is published comes directly. */
    @Optional() @Inject(EVENT_QUEUE) queue?: PlatformQueue,
  ) {
    this.queued = queue === undefined ? undefined : new QueuedEvents(session, queue);
  }

  get up(): boolean {
    return this.session.status === 'UP';
  }

  onModuleInit(): void {
    this.readiness.register('bus', () => ({ up: this.up, detail: { session: this.session.status } }));
    this.session.on('status', (status) => {
      this.log.info({ event: 'bus.status', status });
      if (status === 'UP') for (const told of this.ups) told();
      // The client has given the connection up; a lost one that it still tries for itself is RECONNECTING.
      if (status === 'DOWN') void this.connect();
    });
    void this.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.session.close();
  }

  /** Calls back whenever the connection comes up, and at once when it is. @returns ends it */
  onUp(told: () => void): () => void {
    this.ups.add(told);
    if (this.up) told();
    return () => void this.ups.delete(told);
  }

  /** Published directly, if it can be just now; false: it is lost. */
  publish(topic: string, body: unknown): boolean {
    return this.session.tryPublish(topic, JSON_CODEC.encode(body)) === undefined;
  }

  /** The one answer to a request. @throws DomainError with the code of the transport or of the service that refused */
  ask<T>(topic: string, body: unknown, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<T> {
    return this.request<T>(topic, body, { timeoutMs });
  }

  /**
   * Sends a command that the broker keeps until it was taken: its service may be away for a moment. One that expires is not
   * taken any more once its caller was told that nobody answered. @throws DomainError as `ask`
   */
  command<T>(topic: string, body: unknown, { expires }: { readonly expires: boolean }): Promise<T> {
    const timeoutMs = DEFAULT_TIMEOUT_MS;
    return this.request<T>(topic, body, {
      timeoutMs,
      deliveryMode: 'persistent',
      ...(expires ? { ttlMs: timeoutMs } : {}),
    });
  }

  /**
   * Asks for an answer in parts; `onPart` says whether it wants more. Resolves at the end, or when it has enough.
   * @throws DomainError as `ask`
   */
  async parts<T>(
    topic: string,
    body: unknown,
    onPart: (part: T) => boolean,
    limits?: RequestProperties,
  ): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => {
        const observer = {
          onPart: (message: InboundMessage): void => {
            try {
              if (onPart(valueOf<T>(message))) return;
              resolve();
            } catch (error) {
              reject(error);
            }
            cancel();
          },
          onEnd: resolve,
          onError: reject,
        };
        const cancel = this.session.requestParts(topic, JSON_CODEC.encode(body), observer, {
          timeoutMs: DEFAULT_TIMEOUT_MS,
          ...limits,
          ...correlation(),
        });
      });
    } catch (error) {
      throw failureOf(error);
    }
  }

  /**
   * Calls back with what is published on the topics of a pattern; resolves once the broker has confirmed. Survives
   * reconnects; what was published meanwhile is lost, unless it comes through the queue of this gateway. A message that
   * cannot be read is logged and left out.
   * @returns ends it; the callback hears nothing more from then on
   * @throws DomainError TRANSPORT_DOWN, SUBSCRIPTION_DENIED and the like
   */
  async listen<T>(pattern: string, listener: Listener<T>): Promise<() => void> {
    const callback = (message: InboundMessage): void => {
      const decoded = decodeMessage(message);
      if (!decoded.ok) {
        this.log.warn({ event: 'bus.unreadable', topic: message.topic, reason: decoded.refusal.message });
        return;
      }
      const id = message.headers[HEADER.correlationId];
      const run = (): void => listener(decoded.value as T, message.topic);
      if (id === undefined) run();
      else withCorrelation(String(id), run);
    };
    try {
      if (this.queued?.has(pattern) === true) return await this.queued.listen(pattern, callback);
      await this.session.subscribe(pattern, callback);
    } catch (error) {
      throw failureOf(error);
    }
    return () => {
      // At worst the broker goes on sending what nobody hears; the next subscription of the pattern settles it.
      this.session.unsubscribe(pattern, callback).catch((error: unknown) => {
        this.log.debug({ event: 'bus.unsubscribe_failed', pattern, reason: String(error) });
      });
    };
  }

  private async request<T>(topic: string, body: unknown, properties: RequestProperties): Promise<T> {
    try {
      const reply = await this.session.request(topic, JSON_CODEC.encode(body), { ...properties, ...correlation() });
      return valueOf<T>(reply);
    } catch (error) {
      throw failureOf(error);
    }
  }

  private async connect(): Promise<void> {
    // Each attempt that fails sets the status to DOWN as well: without this every failure would begin another loop.
    if (this.connecting) return;
    this.connecting = true;
    try {
      await this.untilUp();
    } finally {
      this.connecting = false;
    }
  }

  private async untilUp(): Promise<void> {
    while (!this.session.isClosed && !this.up) {
      const retryMs = await this.attempt();
      // Also after an attempt that went well: an established session that the client has just given up counts as connected
      // until it says so, and asking again at once would leave no turn for that.
      if (!this.session.isClosed && !this.up) await sleep(retryMs, undefined, { ref: false });
    }
  }

  /** Milliseconds after which the next attempt is due, if the session is not up. */
  private async attempt(): Promise<number> {
    try {
      await this.session.connect();
      return RETRY_MS;
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      const retryMs = code === 'LOGIN_REFUSED' ? REFUSED_RETRY_MS : RETRY_MS;
      if (!this.session.isClosed) this.log.warn({ event: 'bus.connect_failed', code, reason: message, retryMs });
      return retryMs;
    }
  }
}

function correlation(): Pick<RequestProperties, 'headers'> {
  const id = currentCorrelation();
  return id === undefined ? {} : { headers: { [HEADER.correlationId]: id } };
}

function valueOf<T>(message: InboundMessage): T {
  const decoded = decodeMessage(message);
  if (decoded.ok) return decoded.value as T;
  throw new DomainError(decoded.refusal);
}

function failureOf(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const { code, message, details } = error as { code?: unknown; message?: unknown; details?: unknown };
  const text = typeof message === 'string' ? message : String(error);
  const plain = typeof details === 'object' && details !== null ? { details: details as RefusalDetails } : {};
  if (typeof code === 'string' && isErrorCode(code)) return new DomainError({ code, message: text, ...plain });
  return new DomainError({ code: 'INTERNAL_ERROR', message: text });
}
