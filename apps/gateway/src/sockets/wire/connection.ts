import type { Socket } from 'socket.io';

/** A WebSocket message with its header, as the connection takes it: made once for all who get the same. */
export interface WireFrame {
  readonly compress: false;
  readonly wsPreEncodedFrame: readonly [Buffer];
}

export const bytesOf = ({ wsPreEncodedFrame }: WireFrame): number => wsPreEncodedFrame[0].length;

/** What is used here of the connection below a socket; both namespaces of a client share one. */
export interface Connection {
  readonly readyState: string;
  readonly transport: { readonly socket?: { readonly bufferedAmount: number; terminate(): void } };
  readonly writeBuffer: readonly { readonly data?: string | Buffer; readonly options?: Partial<WireFrame> }[];
  write(data: string, options: WireFrame): unknown;
  close(discard?: boolean): void;
}

export function connectionOf(socket: Socket): Connection {
  return socket.conn as unknown as Connection;
}

/** Writes what was encoded before. Socket.io's own broadcasts go the same way. */
export function writeFrame(connection: Connection, frame: WireFrame): void {
  connection.write('', frame);
}

/** Bytes that wait in this process for the client to read. The kernel's own buffers come on top. */
export function bufferedBytes({ transport, writeBuffer }: Connection): number {
  let bytes = transport.socket?.bufferedAmount ?? 0;
  for (const { data, options } of writeBuffer) {
    bytes += options?.wsPreEncodedFrame?.[0].length ?? data?.length ?? 0;
  }
  return bytes;
}

const CLOSE_MS = 2_000;

/** Closes in order, and for good after a while: a client that reads nothing would never say goodbye. */
export function closeConnection(connection: Connection): void {
  const webSocket = connection.transport.socket;
  connection.close();
  // The machine's own timer: whatever clock the rest is on, no socket may be left behind.
  setTimeout(() => webSocket?.terminate(), CLOSE_MS).unref();
}
