import { setTimeout as sleep } from 'node:timers/promises';
import { SeededRng, type Rng } from '@bourseworks/ports';
import { DEVELOPMENT_USER, SmfBroker } from '@bourseworks/smf-broker';
import { HEADER, SolaceSession, type CodecRegistry, type Headers } from '@bourseworks/solace-transport';
import { fuzzMessage, goodOrder, type FuzzMessage } from './fuzz-transport/messages.js';
import { given, registry, startFuzzed, type FuzzedService } from './fuzz-transport/service.js';

/** Messages between two looks at whether everything still answers. */
const BATCH = 250;
const WAIT_MS = 20_000;
/** Growth of the heap from a fifth of the way to the end, bytes, when it can be collected before each look. */
const MAX_GROWTH = 32 * 1_024 * 1_024;
/** What a server may say to a message that it does not want. */
const REFUSALS = ['BAD_MESSAGE', 'BAD_REQUEST', 'UNSUPPORTED_CONTENT_TYPE', 'NO_HANDLER', 'BUSY'];
/** What the sender's own side may say to a message that cannot be sent. */
const UNSENT = ['BAD_TOPIC', 'BAD_HEADER', 'TRANSPORT_FULL'];

interface Outcome {
  sent: number;
  unsent: number;
  answered: number;
  refused: Record<string, number>;
  faults: string[];
}

const codeOf = (error: unknown): string => String((error as { code?: unknown } | undefined)?.code ?? error);

/** Sends one message; for a request resolves when its answer, whatever it is, has ended. */
async function send(session: SolaceSession, message: FuzzMessage, outcome: Outcome): Promise<void> {
  const { topic, payload, contentType, headers, isRequest } = message;
  try {
    if (!isRequest) session.publish(topic, payload, { contentType, headers });
    outcome.sent++;
    if (!isRequest) return;
    await session.request(topic, payload, { contentType, headers, timeoutMs: WAIT_MS });
    outcome.answered++;
  } catch (error) {
    const code = codeOf(error);
    if (REFUSALS.includes(code)) outcome.refused[code] = (outcome.refused[code] ?? 0) + 1;
    else if (UNSENT.includes(code)) {
      outcome.unsent++;
      if (isRequest) outcome.sent--;
    } else
      outcome.faults.push(`${code} to ${JSON.stringify({ topic, contentType, payload: payload.toString('base64') })}`);
  }
}

/** Cancels and answers that nobody asked for, to the inbox of the service. */
function disturbInbox(session: SolaceSession, service: FuzzedService, rng: Rng): void {
  const inbox = service.session.unwrap().getSessionProperties().p2pInboxInUse ?? '';
  const headers: Headers = rng.next() < 0.5 ? { [HEADER.cancel]: true } : { [HEADER.part]: Math.floor(rng.next() * 5) };
  const replyTo = rng.next() < 0.5 ? 'fuzz/nobody' : undefined;
  try {
    session.publish(inbox, Buffer.from('{}'), { headers, correlationId: String(rng.next()), replyTo });
  } catch (error) {
    if (!UNSENT.includes(codeOf(error))) throw error;
  }
}

/** Good messages of each kind: after whatever was sent before, they have to get through. */
async function stillAnswers(session: SolaceSession): Promise<void> {
  const body = Buffer.from(JSON.stringify(goodOrder()));
  const before = { ...given };
  session.publish('fuzz/ordinary/good', body);
  session.publish('fuzz/hot/good', body);
  const answer = await session.request('fuzz/ask/good', body, { timeoutMs: WAIT_MS });
  if (answer.payload.toString() !== '{"symbol":"BTC/USD"}')
    throw new Error(`a wrong answer: ${answer.payload.toString()}`);
  const end = performance.now() + WAIT_MS;
  while (given.ordinary <= before.ordinary || given.hot <= before.hot) {
    if (performance.now() > end) throw new Error('good events did not reach their handlers');
    await sleep(1);
  }
}

function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

async function storm(
  service: FuzzedService,
  session: SolaceSession,
  { n, seed, say }: { n: number; seed: number; say: (text: string) => void },
): Promise<Outcome & { growth: number }> {
  const rng = new SeededRng(seed);
  const codecs: CodecRegistry = registry();
  const outcome: Outcome = { sent: 0, unsent: 0, answered: 0, refused: {}, faults: [] };
  let base = 0;
  for (let done = 0; done < n && outcome.faults.length === 0; done += BATCH) {
    if (base === 0 && done >= n / 5) base = heapBytes();
    const size = Math.min(BATCH, n - done);
    const waiting = Array.from({ length: size }, () => send(session, fuzzMessage(rng, codecs), outcome));
    disturbInbox(session, service, rng);
    await Promise.all(waiting);
    await stillAnswers(session);
    if (done % (BATCH * 40) === 0) say(`${done + size} of ${n}`);
  }
  return { ...outcome, growth: heapBytes() - base };
}

/**
 * A service with ordinary, hot and request handlers under `n` mutated messages: payloads, headers, content types, topics.
 * Every message is handled, refused with a code or counted; nothing crashes, and good messages get through all the while.
 */
async function run(options: { n: number; seed: number; say: (text: string) => void }) {
  const broker = new SmfBroker({ tcpPort: 0 });
  const { tcpPort } = await broker.start();
  const { vpn, username, password } = DEVELOPMENT_USER;
  const login = { url: `tcp://127.0.0.1:${tcpPort}`, vpn, username, password };
  const crashes: string[] = [];
  const crashed = (error: unknown): void =>
    void crashes.push(error instanceof Error ? String(error.stack) : String(error));
  process.on('unhandledRejection', crashed).on('uncaughtException', crashed);
  const service = await startFuzzed(login);
  const session = new SolaceSession(login);
  try {
    await session.connect();
    await stillAnswers(session);
    const { faults, growth, ...counts } = await storm(service, session, options);
    const { badMessages, invalidMessages, handlerErrors, active, reconnects } = service.session.metrics;
    const problems = [...crashes, ...faults];
    if (given.impossible > 0) problems.push(`${given.impossible} impossible messages reached a handler`);
    if (active > 0) problems.push(`${active} handlers still run`);
    if (reconnects > 0) problems.push('the connection of the service was lost');
    if (globalThis.gc !== undefined && growth > MAX_GROWTH) problems.push(`the heap grew by ${growth} bytes`);
    if (problems.length > 0) throw new Error(`seed ${options.seed}: ${problems.slice(0, 20).join('\n')}`);
    return { ...counts, given: { ...given }, badMessages, invalidMessages, handlerErrors, growthBytes: growth };
  } finally {
    await session.close();
    await service.app.close();
    await broker.stop();
    process.off('unhandledRejection', crashed).off('uncaughtException', crashed);
  }
}

export const soak = { n: 100_000, seed: 1, run };
