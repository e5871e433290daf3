import type {
  LiveStream,
  MarketFrame,
  MarketMessage,
  SocketAnswer,
  StreamAddress,
  SubscribeAnswer,
} from '@bourseworks/dto/shapes';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';

const open = new Set<Socket>();

/** Closes every client of the spec. */
export function closeClients(): void {
  for (const socket of open) socket.disconnect();
  open.clear();
}

export function connect(
  url: string,
  namespace: string,
  token: string | undefined,
  options: Partial<ManagerOptions & SocketOptions> = {},
): Socket {
  const socket = io(`${url}${namespace}`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    ...(token === undefined ? {} : { auth: { token } }),
    ...options,
  });
  open.add(socket);
  return socket;
}

export interface Refusal {
  readonly message: string;
  readonly data?: { readonly code: string; readonly message: string };
}

/** Resolves once it is in. @throws the refusal */
export function entered(socket: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', reject);
  });
}

/** The code of a refused handshake. */
export async function refusalOf(socket: Socket): Promise<string> {
  try {
    await entered(socket);
  } catch (error) {
    return (error as Refusal).data?.code ?? (error as Refusal).message;
  }
  throw new Error('the handshake was not refused');
}

export function ask<T>(socket: Socket, event: string, ...args: unknown[]): Promise<SocketAnswer<T>> {
  return socket.timeout(15_000).emitWithAck(event, ...args) as Promise<SocketAnswer<T>>;
}

/** Why the server closed a socket, and that it did. */
export function closingOf(socket: Socket): Promise<{ code: string; message: string }> {
  return new Promise((resolve) => {
    let why: { code: string; message: string } = { code: 'none', message: '' };
    socket.once('closing', (given: typeof why) => (why = given));
    socket.once('disconnect', () => resolve(why));
  });
}

/** A socket of /market that remembers its frames. */
export class MarketWatcher {
  readonly frames: MarketFrame[] = [];

  private constructor(readonly socket: Socket) {
    socket.on('frame', (frame: MarketFrame) => this.frames.push(frame));
  }

  static async enter(url: string, token: string, options?: Partial<ManagerOptions & SocketOptions>) {
    return new MarketWatcher(await entered(connect(url, '/market', token, options)));
  }

  get messages(): MarketMessage[] {
    return this.frames.flatMap(({ m }) => m);
  }

  /** Messages of one kind. */
  of<K extends MarketMessage['k']>(...kinds: K[]): Extract<MarketMessage, { k: K }>[] {
    return this.messages.filter((message): message is Extract<MarketMessage, { k: K }> =>
      (kinds as string[]).includes(message.k),
    );
  }

  async subscribe(...streams: StreamAddress[]): Promise<SocketAnswer<SubscribeAnswer>> {
    return ask<SubscribeAnswer>(this.socket, 'subscribe', { streams });
  }

  /** The streams, all of which must open. */
  async live(...streams: StreamAddress[]): Promise<readonly LiveStream[]> {
    const answer = await this.subscribe(...streams);
    if (!answer.ok || answer.rejected.length > 0) throw new Error(JSON.stringify(answer));
    return answer.subscriptions;
  }
}
