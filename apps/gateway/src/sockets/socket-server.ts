import type { Server as HttpServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, type ErrorCode } from '@bourseworks/domain';
import { Clock, EventLog } from '@bourseworks/ports';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Server, type Namespace, type Socket } from 'socket.io';
import { GatewayConfig } from '../config/gateway-config.js';
import { SocketIdentities } from './access/socket-identity.js';
import { SocketRoster } from './access/socket-roster.js';
import { TokenBucket } from './access/token-bucket.js';
import { UpgradeDoor } from './access/upgrade-door.js';
import { EventDesk } from './event-desk.js';
import type { Handlers, Question } from './protocol/events.js';
import { LIMITS } from './protocol/limits.js';
import { SocketMetrics } from './socket-metrics.js';
import { closeConnection, connectionOf } from './wire/connection.js';

export const SOCKET_PATH = '/socket.io';

/** A client that connects and never says to what. */
const CONNECT_MS = 5_000;
const PING_MS = 10_000;
const STOP_MS = 3_000;
/** Of any kind, also those of the protocol itself, beside the events that are allowed. */
const SPARE_PACKETS_PER_SECOND = 20;

type Asked = Readonly<Record<string, Question<unknown, unknown>>>;

/** What stands behind a namespace. */
export interface Department<Client extends object, Events extends Asked> {
  readonly namespace: string;
  readonly asked: Events;
  readonly handlers: Handlers<Client, Events>;
  /** Called once the handshake is good. */
  open(socket: Socket): Client;
  close(client: Client): void;
}

/** Socket.io on the port of the HTTP server: WebSocket only, authenticated namespaces, everything bounded. */
@Injectable()
export class SocketServer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly door: UpgradeDoor;
  private readonly io: Server;
  private stopping = false;

  constructor(
    private readonly http: HttpAdapterHost,
    private readonly identities: SocketIdentities,
    private readonly roster: SocketRoster,
    private readonly config: GatewayConfig,
    private readonly metrics: SocketMetrics,
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {
    this.door = new UpgradeDoor({
      path: SOCKET_PATH,
      origins: config.origins,
      hasRoom: () => !this.stopping && this.connections < config.maxSockets,
      refused: (code, { headers }) => this.refused(code, headers.origin),
    });
    this.io = new Server(this.door.inside, {
      path: SOCKET_PATH,
      // Polling would need every request of a client at the same process, and is no quicker anywhere.
      transports: ['websocket'],
      allowUpgrades: false,
      serveClient: false,
      // Deflate costs ten times as much as the delivery itself.
      perMessageDeflate: false,
      httpCompression: false,
      maxHttpBufferSize: LIMITS.eventBytes,
      connectTimeout: CONNECT_MS,
      pingInterval: PING_MS,
      pingTimeout: PING_MS,
    });
    this.io.use((_socket, next) =>
      next(refusal(new DomainError({ code: 'SOCKET_NAMESPACE', message: 'connect to /market or to /orders' }))),
    );
    this.io.engine.on('connection', (connection: EngineEvents) => {
      // The request of the handshake would be kept as long as the connection: some kilobytes that nobody reads again.
      connection.request = null;
      this.boundPackets(connection);
    });
    metrics.watch('bourseworks_sockets', 'Sockets that are open', () => roster.size);
    metrics.watch('bourseworks_socket_connections', 'Connections below them', () => this.connections);
  }

  onApplicationBootstrap(): void {
    this.door.open(this.http.httpAdapter.getHttpServer() as HttpServer);
  }

  /** Before the HTTP server is closed, which would wait for them for ever. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.roster.closeAll('SERVICE_STOPPING', 'the service is being stopped');
    const until = performance.now() + STOP_MS;
    while (this.connections > 0 && performance.now() < until) await sleep(10);
    await this.io.close();
  }

  /** Opens a namespace; its clients live as long as their sockets. */
  serve<Client extends object, Events extends Asked>(department: Department<Client, Events>): Namespace {
    const { namespace, asked, handlers } = department;
    const desk = new EventDesk<Client, Events>(asked, handlers, {
      clock: this.clock,
      log: this.log,
      namespace,
      perSecond: this.config.socketEventsPerSecond,
      refused: (code) => this.metrics.refused(code),
    });
    const room = this.io.of(namespace);
    room.use((socket, next) => void this.admit(socket, next));
    room.on('connection', (socket) => this.welcome(socket, department, desk));
    return room;
  }

  private get connections(): number {
    return this.io.engine.clientsCount;
  }

  private async admit(socket: Socket, next: (error?: Error) => void): Promise<void> {
    try {
      const identity = await this.identities.ofHandshake(socket.handshake.auth);
      if (connectionOf(socket).readyState !== 'open') return next();
      this.roster.enter(socket, identity);
      // A client that goes before the namespace is open to it never `disconnect`s.
      socket.conn.once('close', () => this.roster.leave(socket));
      next();
    } catch (error) {
      const known = error instanceof DomainError ? error : undefined;
      if (known === undefined) this.log.error({ event: 'socket.handshake_failed', err: error });
      this.refused(known?.code ?? 'INTERNAL_ERROR', undefined);
      next(refusal(known ?? new DomainError({ code: 'INTERNAL_ERROR', message: 'the service failed' })));
    }
  }

  private welcome<Client extends object, Events extends Asked>(
    socket: Socket,
    department: Department<Client, Events>,
    desk: EventDesk<Client, Events>,
  ): void {
    const { namespace } = department;
    const client = department.open(socket);
    const identity = this.roster.identityOf(socket);
    this.log.info({ event: 'socket.opened', namespace, userId: identity?.userId, sid: identity?.sid });
    const expel = (): void => this.roster.close(socket, 'SOCKET_THROTTLED', 'too many events');
    socket.onAny((event: unknown, ...args: unknown[]) => desk.receive(client, event, args, expel));
    socket.on('disconnect', (reason) => {
      if (this.roster.identityOf(socket) !== undefined) this.metrics.closed(reason.replaceAll(' ', '_'));
      this.roster.leave(socket);
      department.close(client);
    });
  }

  /** Packets that are no events cost something too: connects that are refused, answers that nobody asked for. */
  private boundPackets(connection: EngineEvents): void {
    const bucket = new TokenBucket(
      this.config.socketEventsPerSecond * 2 + SPARE_PACKETS_PER_SECOND,
      this.clock.monotonicUs(),
    );
    connection.on('packet', () => {
      if (bucket.take(this.clock.monotonicUs())) return;
      this.metrics.refused('SOCKET_THROTTLED');
      closeConnection(connection as never);
    });
  }

  private refused(code: ErrorCode, origin: string | undefined): void {
    this.metrics.refused(code);
    this.log.warn({ event: 'socket.refused', code, ...(origin === undefined ? {} : { origin: origin.slice(0, 200) }) });
  }
}

interface EngineEvents {
  request: unknown;
  on(event: 'packet', listener: () => void): unknown;
}

/** As the client library hands it over: `error.data` of `connect_error`. */
function refusal({ code, message }: DomainError): Error {
  return Object.assign(new Error(message), { data: { code, message } });
}
