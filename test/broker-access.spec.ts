import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { brokerAccess, brokerQueues, CONNECTED_PARTS, type ConnectedPart } from '@bourseworks/dto';
import { logSessionsTo, SolaceSession, type TransportError } from '@bourseworks/solace-transport/session';
import { repoRoot, startProcess, tempDir } from '@bourseworks/testkit';

const PASSWORD = 'of-this-test';
/** Sees everything: what the broker let through is what it gets. */
const OBSERVER = { username: 'observer', password: PASSWORD };
const OWN = /^[^#_]/;

/** What the script says that each service is to be allowed, as a file of the development broker. */
function usersFile(): string {
  const script = join(repoRoot(), 'deploy', 'broker-setup.mjs');
  const env = { SOLACE_PASSWORD: PASSWORD };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--users'], { env, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const path = join(tempDir('broker-access'), 'users.json');
  writeFileSync(path, JSON.stringify([...(JSON.parse(stdout) as object[]), OBSERVER]), { mode: 0o600 });
  return path;
}

/** Open to everybody by themselves: what keeps others away are the lists. */
const QUEUES = brokerQueues().map(({ name }) => ({ name, permission: 'delete' }));

const example = (pattern: string): string => pattern.replace(/>$/, 'x').replaceAll('*', 'x');
const isMatch = (pattern: string, topic: string): boolean =>
  new RegExp(`^${pattern.replaceAll('*', '[^/]*').replace(/>$/, '.+')}$`).test(topic);
const isOf = (patterns: readonly string[], topic: string): boolean => patterns.some((one) => isMatch(one, topic));
const all = (pick: 'publish' | 'subscribe'): string[] => [
  ...new Set(CONNECTED_PARTS.flatMap((part) => brokerAccess(part)[pick]).filter((topic) => OWN.test(topic))),
];

/** `done`, or the code of the refusal. */
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: TransportError) => error.code,
  );

let url: string;
const sessions: SolaceSession[] = [];

async function login(username: string, guaranteed = false): Promise<SolaceSession> {
  const user = { url, vpn: 'default', username, password: PASSWORD };
  // Without the lists that sessions of services carry themselves: the broker is to refuse.
  const session = new SolaceSession({ ...user, ...(guaranteed ? { guaranteed: { timeoutMs: 10_000 } } : {}) });
  sessions.push(session);
  await session.connect();
  return session;
}

const as = (part: ConnectedPart, guaranteed = false): Promise<SolaceSession> =>
  login(`bourseworks-${part}`, guaranteed);

beforeAll(async () => {
  // What is refused is said there too.
  logSessionsTo(() => undefined);
  const broker = startProcess({
    entry: 'libs/smf-broker/src/main.js',
    env: {
      BROKER_SMF_PORT: '0',
      BROKER_WS_PORT: 'off',
      BROKER_SPOOL: 'memory',
      BROKER_USERS_FILE: usersFile(),
      BROKER_QUEUES: JSON.stringify(QUEUES),
    },
  });
  const { smfPort } = await broker.waitFor('service.ready');
  url = `tcp://127.0.0.1:${String(smfPort)}`;
});

afterEach(() => Promise.all(sessions.splice(0).map((session) => session.close())));

describe('the broker with the access lists of the platform', () => {
  it.each(CONNECTED_PARTS)('takes from %s what is listed for it, and nothing else', async (part) => {
    const { publish } = brokerAccess(part);
    const observer = await login(OBSERVER.username);
    const seen: string[] = [];
    await observer.subscribe('>', ({ topic }) => void seen.push(topic));
    const session = await as(part);
    const topics = [...all('publish').map(example), 'not/listed'];
    // In the order of sending: what has not come before this one was refused.
    const ended = new Promise<void>((resolve, reject) => {
      observer
        .subscribe('_reply/end', () => resolve())
        .then(() => [...topics, '_reply/end'].forEach((topic) => session.publish(topic, Buffer.from('x'))), reject);
    });
    await ended;
    const allowed = topics.filter((topic) => isOf(publish, topic));
    expect(allowed.length).toBeGreaterThan(0);
    expect(topics.length).toBeGreaterThan(allowed.length);
    expect(seen.filter((topic) => OWN.test(topic)).toSorted()).toEqual(allowed.toSorted());
  });

  it.each(CONNECTED_PARTS)('lets %s subscribe to what is listed for it, and to nothing else', async (part) => {
    const { subscribe } = brokerAccess(part);
    const session = await as(part);
    const answers: string[] = [];
    const foreign = all('subscribe').filter((pattern) => !isOf(subscribe, example(pattern)));
    expect(foreign).not.toEqual([]);
    for (const pattern of [...subscribe, ...foreign, '>', '_reply/>', '#P2P/>'])
      answers.push(await outcome(session.subscribe(pattern, () => undefined)));
    const denied = [...foreign, '>', '_reply/>', '#P2P/>'].map(() => 'SUBSCRIPTION_DENIED');
    expect(answers).toEqual([...subscribe.map(() => 'done'), ...denied]);
  });

  it.each(CONNECTED_PARTS)('lets %s at its own queues only', async (part) => {
    const session = await as(part, true);
    for (const { name, owner } of brokerQueues()) {
      const mine = owner === part;
      const consumer = session.queues.consumer({ queue: name }, (message) => message.settle('accepted'));
      consumer.on('failure', () => undefined);
      expect([name, await outcome(consumer.start(mine ? 10_000 : 500))]).toEqual([
        name,
        mine ? 'done' : 'QUEUE_UNAVAILABLE',
      ]);
      await consumer.close();
      expect([name, await outcome(session.publishGuaranteed({ queue: name }, Buffer.from('x')))]).toEqual([
        name,
        mine ? 'done' : 'PUBLISH_REJECTED',
      ]);
    }
    expect(await outcome(session.queues.provision('q/another', {}))).not.toBe('done');
  });

  it('keeps guaranteed messages to the lists as well', async () => {
    const session = await as('gateway', true);
    const send = (topic: string): Promise<string> => outcome(session.publishGuaranteed(topic, Buffer.from('x')));
    expect(await send('orders/request/v1/submit/a/s')).toBe('done');
    expect(await send('orders/event/v1/a/s/1')).toBe('PUBLISH_REJECTED');
  });

  it('carries answers, and their cancel, between those who may ask and answer', async () => {
    const [oms, gateway] = await Promise.all([as('oms'), as('gateway')]);
    let told: () => void = () => undefined;
    const cancelled = new Promise<void>((resolve) => (told = resolve));
    await oms.subscribe('orders/query/>', (request) => {
      oms.onCancel(request, told);
      oms.reply(request, Buffer.from('first'), { part: 0, end: false });
    });
    const first = await new Promise<string>((resolve, reject) => {
      const stop = gateway.requestParts('orders/query/v1/orders', Buffer.from('?'), {
        onPart: (message) => {
          stop();
          resolve(message.payload.toString());
        },
        onEnd: () => reject(new Error('no part')),
        onError: reject,
      });
    });
    expect(first).toBe('first');
    await cancelled;
  });
});
