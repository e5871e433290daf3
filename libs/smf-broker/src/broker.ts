import { EventEmitter } from 'node:events';
import type { DisconnectReason } from './errors.js';
import type { ClientInfo, SmfBrokerEvents } from './events.js';
import type { BrokerExtension, ProtocolHandler } from './extension.js';
import { AssuredRefusalHandler } from './handlers/assured-refusal-handler.js';
import { ClientCtrlHandler } from './handlers/client-ctrl-handler.js';
import { KeepAliveHandler } from './handlers/keep-alive-handler.js';
import { SubscriptionHandler } from './handlers/subscription-handler.js';
import type { ResolvedOptions, SmfBrokerOptions } from './options.js';
import { resolveOptions } from './options.js';
import { DIRECT_CAPABILITIES } from './protocol/capabilities.js';
import type { ClientCtrlRequest } from './protocol/client-ctrl.js';
import type { Counters } from './server/counters.js';
import { createCounters } from './server/counters.js';
import { Directory } from './server/directory.js';
import type { Listener } from './server/listeners.js';
import type { SmfBrokerPorts } from './server/open-listeners.js';
import { openListeners } from './server/open-listeners.js';
import { FlushScheduler } from './session/flush-scheduler.js';
import { Session } from './session/session.js';
import type { Admission, SessionHost } from './session/session-host.js';
import type { Link } from './transport/link.js';

export interface SmfBrokerStats extends Readonly<Counters> {
  /** Clients logged in now. */
  readonly clients: number;
  readonly subscriptions: number;
  readonly cachedRoutes: number;
  readonly cacheHits: number;
  readonly cacheMisses: number;
}

/**
 * An event broker for development and tests that speaks the wire protocol of the production one. Direct messaging;
 * guaranteed messaging comes as an extension. May be started again after a stop.
 */
export class SmfBroker {
  private readonly options: ResolvedOptions;
  private readonly events = new EventEmitter<SmfBrokerEvents>();
  private readonly counters = createCounters();
  private readonly directory: Directory;
  private readonly sessions = new Set<Session>();
  private readonly host: SessionHost;
  private listeners: readonly Listener[] = [];
  private state: 'stopped' | 'starting' | 'running' | 'stopping' = 'stopped';
  private sweepTimer: NodeJS.Timeout | null = null;
  private lastSweepAt = 0;
  private nextId = 1;

  /** Throws `SmfBrokerError` for options out of range. */
  constructor(options: SmfBrokerOptions = {}) {
    this.options = resolveOptions(options);
    this.directory = new Directory(this.options);
    this.host = this.createHost();
  }

  /** Listens. Rejects with `SmfBrokerError` PORT_TAKEN or LISTEN_FAILED, and then holds no port. */
  async start(): Promise<SmfBrokerPorts> {
    if (this.state !== 'stopped') throw new Error(`broker is ${this.state}`);
    this.state = 'starting';
    const started: BrokerExtension[] = [];
    try {
      for (const extension of this.options.extensions) {
        extension.start?.({ routerName: this.options.routerName, vpns: this.directory.vpns });
        started.push(extension);
      }
      const { listeners, ports } = await openListeners(this.options, (link) => this.open(link));
      this.listeners = listeners;
      this.state = 'running';
      this.lastSweepAt = performance.now();
      this.sweepTimer = setInterval(() => this.sweep(), this.options.limits.sweepMs).unref();
      return ports;
    } catch (error) {
      for (const extension of started) await extension.stop?.();
      this.state = 'stopped';
      throw error;
    }
  }

  /** Disconnects every client and frees the ports. Takes at most the linger time; does nothing when stopped. */
  async stop(): Promise<void> {
    if (this.state !== 'running') return;
    this.state = 'stopping';
    if (this.sweepTimer !== null) clearInterval(this.sweepTimer);
    const closing = this.listeners.map((listener) => listener.close());
    for (const session of this.sessions) session.close({ code: 'SERVER_STOPPING', detail: '' });
    await Promise.all(closing);
    this.listeners = [];
    try {
      for (const extension of this.options.extensions) await extension.stop?.();
    } finally {
      this.state = 'stopped';
    }
  }

  on<K extends keyof SmfBrokerEvents>(event: K, listener: (...args: SmfBrokerEvents[K]) => void): this {
    this.events.on(event, listener as never);
    return this;
  }

  off<K extends keyof SmfBrokerEvents>(event: K, listener: (...args: SmfBrokerEvents[K]) => void): this {
    this.events.off(event, listener as never);
    return this;
  }

  stats(): SmfBrokerStats {
    return { ...this.counters, ...this.directory.stats() };
  }

  clients(): ClientInfo[] {
    return [...this.sessions].filter((session) => session.identity !== null).map(describe);
  }

  /** Ends a client's connection, as an operator would. False when no such client is there. */
  disconnect(vpn: string, clientName: string, detail = 'by the operator'): boolean {
    const session = this.directory.findClient(vpn, clientName);
    session?.close({ code: 'SERVER_STOPPING', detail });
    return session !== undefined;
  }

  private open(link: Link): void {
    const session = new Session(this.nextId, link, this.host);
    this.nextId += 1;
    this.counters.connections += 1;
    this.sessions.add(session);
    link.attach(session);
    if (this.state !== 'running') session.close({ code: 'SERVER_STOPPING', detail: '' });
    else if (this.sessions.size > this.options.limits.maxConnections) {
      session.close({ code: 'TOO_MANY_CONNECTIONS', detail: `limit ${this.options.limits.maxConnections}` });
    }
  }

  /** Looks for connections without a login and clients without a sign of life. */
  private sweep(): void {
    const now = performance.now();
    const late = now - this.lastSweepAt > 3 * this.options.limits.sweepMs;
    this.lastSweepAt = now;
    // After a stall of this process the clients' bytes wait unread: judging now would end clients that are well.
    if (late) return;
    for (const session of this.sessions) {
      const silent = now - session.lastInputAt;
      const keepAlive = session.identity?.keepAliveSeconds ?? 0;
      if (session.identity === null && now - session.openedAt > this.options.limits.loginTimeoutMs) {
        session.close({ code: 'LOGIN_TIMEOUT', detail: '' });
      } else if (keepAlive > 0 && silent > keepAlive * 1000 * this.options.limits.idleIntervals) {
        session.close({ code: 'IDLE', detail: `silent for ${Math.round(silent)} ms` });
      }
    }
  }

  private createHost(): SessionHost {
    const { limits, routerName, extensions } = this.options;
    const handlers = new Map<number, ProtocolHandler>();
    const builtIn = [
      new ClientCtrlHandler(),
      new SubscriptionHandler(),
      new KeepAliveHandler(),
      new AssuredRefusalHandler(),
    ];
    for (const handler of [...builtIn, ...extensions.flatMap((extension) => extension.handlers)]) {
      handlers.set(handler.protocol, handler);
    }
    const { counters, events, directory } = this;
    return {
      limits,
      routerName,
      extensions,
      handlers,
      counters,
      scheduler: new FlushScheduler(),
      capabilities: [...DIRECT_CAPABILITIES, ...extensions.flatMap((extension) => extension.capabilities)],
      maxGuaranteedBytes: extensions.find((extension) => extension.maxGuaranteedBytes !== undefined)
        ?.maxGuaranteedBytes,
      admit: (session: Session, request: ClientCtrlRequest): Admission => directory.admit(session, request),
      rename: (session, clientName) => directory.rename(session, clientName),
      sessionUp: (session) => {
        for (const extension of extensions) extension.onSessionUp?.(session);
        events.emit('clientUp', describe(session));
      },
      loginRefused: (session, username, answer) => {
        counters.loginsRefused += 1;
        events.emit('loginRefused', session.link.remote, username, answer);
      },
      sessionClosed: (session, reason) => this.sessionClosed(session, reason),
      discardStarted: (session) => events.emit('discardStart', describe(session)),
      discardEnded: (session, frames) => events.emit('discardEnd', describe(session), frames),
      publishDenied: (session, topic) => events.emit('publishDenied', describe(session), topic),
      fault: (session, error) => {
        counters.faults += 1;
        events.emit('fault', session.link.remote, error);
      },
    };
  }

  private sessionClosed(session: Session, reason: DisconnectReason): void {
    this.sessions.delete(session);
    if (session.identity === null) {
      this.events.emit('connectionEnded', session.link.remote, reason);
      return;
    }
    const client = describe(session);
    for (const extension of this.options.extensions) extension.onSessionDown?.(session, reason);
    this.directory.remove(session);
    this.events.emit('clientDown', client, reason);
  }
}

function describe(session: Session): ClientInfo {
  const { identity, link, output } = session;
  return {
    clientName: identity?.clientName ?? '',
    username: identity?.principal.username ?? '',
    vpn: identity?.vpn.name ?? '',
    remote: link.remote,
    carrier: link.kind,
    subscriptions: identity?.vpn.router.subscriptionsOf(session) ?? 0,
    messagesIn: session.messagesIn,
    messagesOut: session.messagesOut,
    discarded: output.discarded,
    waitingBytes: output.waitingBytes,
  };
}
