import { SolaceSession } from '@bourseworks/solace-transport';
import { Arrivals, loginFromEnv, type PeerMessage } from './wire.js';

const arrivals = new Arrivals();
const session = new SolaceSession(loginFromEnv());
await session.connect();
const parse = (payload: Buffer): unknown => JSON.parse(payload.toString('utf8'));
await session.subscribe('bench/raw/echo', (message) => {
  session.reply(message, Buffer.from(JSON.stringify(parse(message.payload))));
});
await session.subscribe('bench/raw/event', (message) => {
  parse(message.payload);
  arrivals.add();
});
process.send?.({ ready: true } satisfies PeerMessage);
