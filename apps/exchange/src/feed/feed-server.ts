import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Clock, EventLog, type Timer } from '@bourseworks/ports';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { Accounts } from '../accounts/accounts.js';
import { ExchangeConfig } from '../config/exchange-config.js';
import { Markets } from '../market/markets.js';
import { Orders } from '../orders/orders.js';
import { FaultSwitch } from '../test-controls/fault-switch.js';
import { Instance } from '../tokens.js';
import { ClientSession, type SessionServices } from './client-session.js';
import { FeedPublisher } from './feed-publisher.js';

const MAX_MESSAGE_BYTES = 65_536;
/** A client may be busy for a while: one late answer is no sign of its death. */
const MAX_MISSED = 3;
const GOING_AWAY = 1001;
const INTERNAL_ERROR = 1011;

/** The WebSocket side of the exchange, on path `/ws` of its HTTP port. */
@Injectable()
export class FeedServer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  /** Heartbeats since a client was last heard. */
  private readonly missed = new WeakMap<WebSocket, number>();
  private readonly services: SessionServices;
  private heartbeat: Timer | undefined;

  constructor(
    private readonly config: ExchangeConfig,
    private readonly http: HttpAdapterHost,
    private readonly instance: Instance,
    accounts: Accounts,
    markets: Markets,
    orders: Orders,
    feed: FeedPublisher,
    faults: FaultSwitch,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(EventLog) private readonly log: EventLog,
  ) {
    this.services = { accounts, markets, orders, feed, instance, faults };
  }

  get clients(): number {
    return this.server.clients.size;
  }

  /** Cuts every connection without a word. Returns how many there were. */
  cut(): number {
    const { size } = this.server.clients;
    for (const socket of this.server.clients) socket.terminate();
    return size;
  }

  onApplicationBootstrap(): void {
    const http = this.http.httpAdapter.getHttpServer() as Server;
    http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => this.upgrade(request, socket, head));
    this.server.on('connection', (socket: WebSocket) => this.accept(socket));
    this.beat();
  }

  onModuleDestroy(): void {
    this.heartbeat?.cancel();
    for (const socket of this.server.clients) {
      socket.close(GOING_AWAY, 'the exchange is stopping');
      socket.terminate();
    }
    this.server.close();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = (request.url ?? '').split('?', 1)[0];
    if (path !== '/ws' || this.server.clients.size >= this.config.maxClients) {
      const status = path === '/ws' ? '503 Service Unavailable' : '404 Not Found';
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.server.handleUpgrade(request, socket, head, (client) => this.server.emit('connection', client, request));
  }

  private accept(socket: WebSocket): void {
    const session = new ClientSession(socket, this.services, this.config.clientBufferBytes);
    this.missed.set(socket, 0);
    socket.on('pong', () => this.missed.set(socket, 0));
    socket.on('error', (error) => this.log.warn({ event: 'client.error', reason: error.message }));
    socket.on('close', (code) => {
      session.close();
      this.log.info({ event: 'client.disconnected', code, clients: this.clients });
    });
    socket.on('message', (data: RawData) => this.receive(socket, session, data));
    this.log.info({ event: 'client.connected', clients: this.clients });
    session.send(JSON.stringify({ type: 'hello', instance: this.instance.id, heartbeatMs: this.config.heartbeatMs }));
  }

  private receive(socket: WebSocket, session: ClientSession, data: RawData): void {
    this.missed.set(socket, 0);
    try {
      session.handle((data as Buffer).toString());
    } catch (error) {
      // A fault of ours must not take the venue down with one client's request.
      this.log.error({ event: 'client.request_failed', err: error });
      socket.close(INTERNAL_ERROR, 'internal error');
    }
  }

  /** Shows clients that the venue lives, and drops those that have not been heard for a while. */
  private beat(): void {
    const text = JSON.stringify({ type: 'heartbeat', time: this.clock.nowUs() });
    for (const socket of this.server.clients) {
      const missed = this.missed.get(socket) ?? 0;
      if (missed >= MAX_MISSED) {
        socket.terminate();
        continue;
      }
      this.missed.set(socket, missed + 1);
      socket.ping();
      if (socket.bufferedAmount < this.config.clientBufferBytes) socket.send(text);
    }
    this.heartbeat = this.clock.setTimer(this.config.heartbeatMs * 1_000, () => this.beat());
  }
}
