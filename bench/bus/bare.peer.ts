import solace from 'solclientjs';
import { connectBare, readBare, subscribeBare } from './bare.js';
import { Arrivals, loginFromEnv, type PeerMessage } from './wire.js';

const arrivals = new Arrivals();
const session = await connectBare(loginFromEnv());
// The fair peer of a transport decodes and finds its handler too.
const handlers = new Map<string, (message: solace.Message) => void>([
  [
    'bench/bare/echo',
    (message) => {
      const reply = solace.SolclientFactory.createMessage();
      reply.setBinaryAttachment(Buffer.from(JSON.stringify(readBare(message))));
      session.sendReply(message, reply);
    },
  ],
  [
    'bench/bare/event',
    (message) => {
      readBare(message);
      arrivals.add();
    },
  ],
]);
session.on(solace.SessionEventCode.MESSAGE, (message) =>
  handlers.get(message.getDestination()?.getName() ?? '')?.(message),
);
for (const topic of handlers.keys()) await subscribeBare(session, topic);
process.send?.({ ready: true } satisfies PeerMessage);
