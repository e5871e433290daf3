import type { Socket } from 'socket.io';
import type { Connection } from '../wire/connection.js';
import { connectionOf } from '../wire/connection.js';
import type { Audience, Holding } from './frames/audience.js';

/** One socket of /market: which streams it has, and what it holds of them. */
export class MarketClient {
  readonly connection: Connection;
  audience: Audience | undefined;
  holding: Holding | undefined;
  /** When its last frame left; milliseconds, monotonic. */
  sentAtMs = Number.NEGATIVE_INFINITY;
  /** Streams that are being opened for it. */
  opening = 0;
  gone = false;

  constructor(readonly socket: Socket) {
    this.connection = connectionOf(socket);
  }
}
