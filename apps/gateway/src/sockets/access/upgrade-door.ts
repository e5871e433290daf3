import { createServer, STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '@bourseworks/domain';
import { isOwnOrigin } from '../../auth/same-origin.js';
import { problemOf } from '../../http/problem.js';
import { statusOf } from '../../http/problem-status.js';

export interface DoorSettings {
  readonly path: string;
  readonly origins: readonly string[];
  /** Whether another connection may be opened. */
  readonly hasRoom: () => boolean;
  readonly refused: (code: ErrorCode, request: IncomingMessage) => void;
}

/**
 * The way of WebSocket upgrades to the socket server. Foreign pages are turned away before anything is read of them, and
 * plain HTTP at the path is left to the application with its headers and its 404.
 */
export class UpgradeDoor {
  /** Never listens: the socket server is attached to it, and is given the upgrades that are let in. */
  readonly inside: Server = createServer();

  constructor(private readonly settings: DoorSettings) {}

  open(outside: Server): void {
    outside.on('upgrade', (request, socket, head) => this.enter(request, socket, head));
  }

  private enter(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Without a listener a reset connection would end the process.
    const ignore = (): void => undefined;
    socket.on('error', ignore);
    const refusal = this.refusalOf(request);
    if (refusal === undefined) {
      socket.off('error', ignore);
      this.inside.emit('upgrade', request, socket, head);
      return;
    }
    const [code, detail] = refusal;
    this.settings.refused(code, request);
    turnAway(socket, code, detail);
  }

  private refusalOf(request: IncomingMessage): readonly [ErrorCode, string] | undefined {
    const { path, origins, hasRoom } = this.settings;
    const [asked] = (request.url ?? '').split('?', 1);
    if (asked !== `${path}/`) return ['ROUTE_UNKNOWN', 'there is nothing at this path'];
    if (!isOwnOrigin(request.headers, origins))
      return ['ORIGIN_REFUSED', 'sockets are open to the pages of this gateway only'];
    if (!hasRoom()) return ['SOCKET_LIMIT', 'too many sockets are open'];
    return undefined;
  }
}

function turnAway(socket: Duplex, code: ErrorCode, detail: string): void {
  const status = statusOf(code);
  const body = JSON.stringify(problemOf({ code, status, detail }, '/socket.io/', undefined));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
