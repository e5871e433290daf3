import type { Socket } from 'socket.io';
import type { SocketClosing } from '@bourseworks/dto/shapes';
import { closeConnection, connectionOf } from './connection.js';

/** `reconnect`: the client's library comes back by itself; `stay`: a person or the page must act first. */
export type Goodbye = 'reconnect' | 'stay';

/** Tells a socket why, and closes it. */
export function dismiss(socket: Socket, why: SocketClosing, goodbye: Goodbye): void {
  const connection = connectionOf(socket);
  socket.emit('closing', why);
  if (goodbye === 'reconnect') return closeConnection(connection);
  socket.disconnect();
  // The other namespace of the same client goes on.
  if (!othersOf(socket)) closeConnection(connection);
}

function othersOf(socket: Socket): boolean {
  const { client } = socket as unknown as { client: { sockets: ReadonlyMap<string, Socket> } };
  return client.sockets.size > 0;
}
