import { connect } from 'node:net';
import { SolaceClient, SolaceSession } from '@bourseworks/solace-transport';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import solace from 'solclientjs';
import { bareMessage, connectBare, readBare } from './bare.js';
import { ECHO, EVENT, frame, frameReader } from './tcp-frames.js';
import { PAYLOAD, type BusLogin } from './wire.js';

/** The client side of one way to talk; its peer runs in a process of its own. */
export interface Contestant {
  /** One round trip; resolves with the decoded answer. */
  request(): Promise<unknown>;
  /** Sends that many events, waiting where it is told to. */
  sendEvents(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Events sent between two looks at the event loop: a loop that never yields would measure its own backlog. */
const CHUNK = 100;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function inChunks(count: number, send: () => Promise<void> | void): Promise<void> {
  for (let sent = 0; sent < count; sent++) {
    const waiting = send();
    if (waiting !== undefined) await waiting;
    if (sent % CHUNK === CHUNK - 1) await nextTurn();
  }
}

/** Nest client to Nest server. */
export async function transportContestant(login: BusLogin): Promise<Contestant> {
  const session = new SolaceSession(login);
  const client = new SolaceClient({ session, ownsSession: true });
  await client.connect();
  const emitAll = (count: number): Promise<unknown> =>
    Promise.all(
      Array.from({ length: count }, () =>
        lastValueFrom(client.emit('bench/transport/event', PAYLOAD), { defaultValue: null }),
      ),
    );
  return {
    request: () => firstValueFrom(client.send('bench/transport/echo', PAYLOAD)),
    async sendEvents(count) {
      for (let left = count; left > 0; left -= CHUNK) {
        await session.whenWritable();
        await emitAll(Math.min(CHUNK, left));
        await nextTurn();
      }
    },
    close: () => client.close(),
  };
}

/** Our session without Nest. */
export async function rawContestant(login: BusLogin): Promise<Contestant> {
  const session = new SolaceSession(login);
  await session.connect();
  const encode = (): Buffer => Buffer.from(JSON.stringify(PAYLOAD));
  const send = (): Promise<void> | undefined => {
    if (session.tryPublish('bench/raw/event', encode()) === undefined) return undefined;
    return session.whenWritable().then(() => send());
  };
  return {
    request: async () =>
      JSON.parse((await session.request('bench/raw/echo', encode())).payload.toString('utf8')) as unknown,
    sendEvents: (count) => inChunks(count, send),
    close: () => session.close(),
  };
}

/** Sends events through the client library alone, to any topic. */
export interface BareSender {
  send(topic: string, count: number): Promise<void>;
  close(): Promise<void>;
}

export async function bareSender(login: BusLogin): Promise<BareSender> {
  const session = await connectBare(login);
  let writable: () => void = () => undefined;
  session.on(solace.SessionEventCode.CAN_ACCEPT_DATA, () => writable());
  const sendOne = (destination: solace.Destination): Promise<void> | undefined => {
    try {
      session.send(bareMessage(destination, PAYLOAD));
      return undefined;
    } catch (error) {
      if ((error as { subcode?: unknown }).subcode !== solace.ErrorSubcode.INSUFFICIENT_SPACE) throw error;
      return new Promise<void>((resolve) => (writable = resolve)).then(() => sendOne(destination));
    }
  };
  return {
    send(topic, count) {
      const destination = solace.SolclientFactory.createTopicDestination(topic);
      return inChunks(count, () => sendOne(destination));
    },
    close: () => disconnect(session),
  };
}

/** The client library alone. */
export async function bareContestant(login: BusLogin): Promise<Contestant> {
  const sender = await bareSender(login);
  const session = await connectBare(login);
  const echo = solace.SolclientFactory.createTopicDestination('bench/bare/echo');
  return {
    request: () =>
      new Promise((resolve, reject) => {
        session.sendRequest(
          bareMessage(echo, PAYLOAD),
          5_000,
          (_session, reply) => resolve(readBare(reply)),
          (_session, error) => reject(error),
        );
      }),
    sendEvents: (count) => sender.send('bench/bare/event', count),
    async close() {
      await sender.close();
      await disconnect(session);
    },
  };
}

function disconnect(session: solace.Session): Promise<void> {
  return new Promise((resolve) => {
    session.on(solace.SessionEventCode.DISCONNECTED, () => resolve());
    session.disconnect();
  });
}

/** The floor: the same JSON over a socket, no broker in between. */
export async function tcpContestant(port: number): Promise<Contestant> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let answer: (value: unknown) => void = () => undefined;
  socket.on(
    'data',
    frameReader((_kind, body) => answer(JSON.parse(body.toString('utf8')))),
  );
  const encode = (kind: number): Buffer => frame(kind, Buffer.from(JSON.stringify(PAYLOAD)));
  return {
    request: () =>
      new Promise((resolve) => {
        answer = resolve;
        socket.write(encode(ECHO));
      }),
    sendEvents: (count) =>
      inChunks(count, () =>
        socket.write(encode(EVENT)) ? undefined : new Promise<void>((resolve) => socket.once('drain', () => resolve())),
      ),
    close: () => new Promise((resolve) => socket.end(() => resolve())),
  };
}
