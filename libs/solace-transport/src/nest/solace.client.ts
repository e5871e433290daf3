import { Logger } from '@nestjs/common';
import { ClientProxy, type ReadPacket, type WritePacket } from '@nestjs/microservices';
import { Observable, type Subscription } from 'rxjs';
import { TransportError } from '../errors.js';
import type { SessionStatus } from '../session/session-connection.js';
import type { SolaceSession } from '../session/solace-session.js';
import { CodecRegistry } from '../wire/codec.js';
import type { GuaranteedDestination } from '../wire/destination.js';
import { HEADER } from '../wire/headers.js';
import type { InboundMessage } from '../wire/inbound-message.js';
import type { CorrelationHooks } from './correlation.js';
import { CodedRpcException } from './exceptions.js';
import { SolaceRecordSerializer, SolaceResponseDeserializer, type SerializedMessage } from './serializers.js';
import { sessionStatus } from './session-status.js';
import type { SolaceEventsMap } from './solace.server.js';

export interface SolaceClientOptions {
  readonly session: SolaceSession;
  /** Whether `close` closes the session too; false when it is shared. Default false. */
  readonly ownsSession?: boolean;
  readonly codecs?: CodecRegistry;
  readonly correlation?: CorrelationHooks | undefined;
}

interface OpenRequest {
  readonly topic: string;
  readonly callback: (packet: WritePacket) => void;
  readonly cancel: () => void;
}

/** Nest client over a session. All its failures are CodedRpcExceptions, so that a handler may pass them on. */
export class SolaceClient extends ClientProxy<SolaceEventsMap, SessionStatus> {
  protected override serializer: SolaceRecordSerializer;
  protected override deserializer: SolaceResponseDeserializer;
  private readonly logger = new Logger(SolaceClient.name);
  private readonly session: SolaceSession;
  private readonly statusFeed: Subscription;
  private readonly open = new Set<OpenRequest>();
  private lostEvents = 0;
  private lossReported = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: SolaceClientOptions) {
    super();
    this.session = options.session;
    const codecs = options.codecs ?? new CodecRegistry();
    this.serializer = new SolaceRecordSerializer(codecs);
    this.deserializer = new SolaceResponseDeserializer(codecs);
    this.statusFeed = sessionStatus(this.session).subscribe((status) => this._status$.next(status));
  }

  /** Shares the session's one attempt. */
  override async connect(): Promise<void> {
    try {
      await this.session.connect();
    } catch (error) {
      throw CodedRpcException.from(error);
    }
  }

  /** Fails the requests of this client that are in flight with TRANSPORT_CLOSED. */
  override async close(): Promise<void> {
    const requests = [...this.open];
    this.open.clear();
    for (const request of requests) {
      request.cancel();
      request.callback({
        err: new CodedRpcException('TRANSPORT_CLOSED', `request on ${request.topic}: the client was closed`),
      });
    }
    this.statusFeed.unsubscribe();
    if (this.options.ownsSession === true) await this.session.close();
  }

  override on<K extends keyof SolaceEventsMap, C extends SolaceEventsMap[K]>(event: K, callback: C): void {
    (this.session as { on(event: string, listener: C): unknown }).on(event, callback);
  }

  /** The SolaceSession. */
  override unwrap<T = SolaceSession>(): T {
    return this.session as T;
  }

  /** As the base class does, without its detour over `connect` and two more observables while the session is up. */
  override send<Result = unknown, Input = unknown>(pattern: unknown, data: Input): Observable<Result> {
    if (pattern == null || data == null) return super.send<Result, Input>(pattern, data);
    return new Observable<Result>((observer) => {
      if (this.session.status !== 'UP') return super.send<Result, Input>(pattern, data).subscribe(observer);
      return this.publish(this.createPacket(pattern, data), this.createObserver(observer));
    });
  }

  protected override publish(packet: ReadPacket, callback: (packet: WritePacket) => void): () => void {
    const destination = this.destinationOf(packet);
    const topic = nameOf(destination);
    let request: OpenRequest | undefined;
    const finish = (outcome: WritePacket): void => {
      if (request !== undefined) this.open.delete(request);
      callback(outcome);
    };
    try {
      const { payload, properties } = this.serialize(packet);
      const observer = {
        onPart: (message: InboundMessage) => {
          const part = this.read(message);
          if (part.err !== undefined) request?.cancel();
          if (part.err !== undefined) finish(part);
          else callback(part);
        },
        onEnd: () => finish({ isDisposed: true }),
        onError: (error: TransportError) => finish({ err: CodedRpcException.from(error) }),
      };
      const cancel = this.session.requestParts(destination, payload, observer, properties);
      const opened: OpenRequest = { topic, callback, cancel };
      request = opened;
      this.open.add(opened);
      return () => {
        cancel();
        this.open.delete(opened);
      };
    } catch (error) {
      callback({ err: CodedRpcException.from(error) });
      return () => undefined;
    }
  }

  protected override async dispatchEvent<T = void>(packet: ReadPacket): Promise<T> {
    const destination = this.destinationOf(packet);
    const topic = nameOf(destination);
    try {
      const { payload, properties } = this.serialize(packet);
      if (typeof destination !== 'string' || properties.deliveryMode === 'persistent') {
        await this.session.publishGuaranteed(destination, payload, properties);
      } else this.session.publish(destination, payload, properties);
      return undefined as T;
    } catch (error) {
      this.reportLoss(topic, error);
      throw CodedRpcException.from(error);
    }
  }

  /** `{queue}` as a pattern is a queue; all others are topics. */
  private destinationOf({ pattern }: ReadPacket): GuaranteedDestination {
    const given: unknown = pattern;
    if (typeof given === 'object' && given !== null && 'queue' in given && typeof given.queue === 'string') {
      return { queue: given.queue };
    }
    return this.normalizePattern(given as string);
  }

  private serialize(packet: ReadPacket): SerializedMessage {
    const message = this.serializer.serialize(packet);
    const id = this.options.correlation?.get();
    const { headers } = message.properties;
    if (id === undefined || headers?.[HEADER.correlationId] !== undefined) return message;
    return { ...message, properties: { ...message.properties, headers: { ...headers, [HEADER.correlationId]: id } } };
  }

  private read(message: InboundMessage): WritePacket {
    try {
      return { response: this.deserializer.deserialize(message).response as unknown };
    } catch (error) {
      return { err: new CodedRpcException('BAD_REPLY', error instanceof Error ? error.message : String(error)) };
    }
  }

  /** Nest drops the error of an `emit` that nobody subscribed to; a lost event must be seen. At most one line a second. */
  private reportLoss(topic: string, error: unknown): void {
    this.lostEvents++;
    const now = performance.now();
    if (now - this.lossReported < 1_000) return;
    this.lossReported = now;
    const { code, message } = CodedRpcException.from(error);
    this.logger.warn(`${this.lostEvents} event(s) not sent, last on ${topic}, ${code}: ${message}`);
    this.lostEvents = 0;
  }
}

function nameOf(destination: GuaranteedDestination): string {
  return typeof destination === 'string' ? destination : destination.queue;
}
