import type { Socket } from 'socket.io';
import { connectionOf, type Connection } from '../wire/connection.js';

/** One socket of /orders. */
export class OrdersClient {
  readonly connection: Connection;
  /** `waiting`: for its snapshot; what comes meanwhile follows it. */
  state: 'new' | 'waiting' | 'live' = 'new';
  /** Counts its subscribes: only the last one is answered by what follows. */
  round = 0;
  /** Journal sequence that it holds. */
  seq = 0;
  /** What came while it waited. */
  readonly waiting: ((client: OrdersClient) => void)[] = [];

  constructor(readonly socket: Socket) {
    this.connection = connectionOf(socket);
  }
}
