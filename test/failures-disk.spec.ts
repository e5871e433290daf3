import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { decodeMessage, JSON_CODEC } from '@bourseworks/dto';
import { SolaceSession } from '@bourseworks/solace-transport';
import { entry, eventually, freePort, signedBody, tempDir } from '@bourseworks/testkit';
import { LoneOms } from './support/lone-oms.js';
import { onSmallDisk, ownDisk } from './support/small-disk.js';
import { stackLines, Terminal } from './support/terminal.js';

/**
 * Fills the disk at $1 to the last byte and runs a program on it: at once when $2 is there already, else as soon as it is, and
 * then for as long as it is there.
 */
const SCRIPT = `fill() { cat /dev/zero > "$1/fill" 2>/dev/null; }
if [ -e "$2" ]; then fill "$1"; else
  (while [ ! -e "$2" ] && kill -0 $$ 2>/dev/null; do sleep 0.1; done
   fill "$1"; touch "$2.done"
   while [ -e "$2" ] && kill -0 $$ 2>/dev/null; do sleep 0.1; done
   rm -f "$1/fill") &
fi
shift 2
exec "$@"`;

const diskTest = (name: string, body: () => Promise<void>): void => {
  if (ownDisk === undefined && process.env['REQUIRE_ALL_TESTS'] !== '1') {
    const { skip } = it;
    skip(`${name} [skipped: this user may not mount a disk of its own (unshare)]`, () => undefined);
  } else it(name, body, 90_000);
};

interface SmallDisk {
  readonly up: Terminal;
  readonly directory: string;
  readonly trigger: string;
  /** Keys of people: outside of the disk, which only the platform sees. */
  readonly keys: string;
  readonly brokerPort: number;
}

/** `bourse up` with its data on a small disk, full from the start or not. */
async function upOnSmallDisk(full: boolean, spool: 'disk' | 'memory' = 'disk'): Promise<SmallDisk> {
  const directory = tempDir('disk');
  const trigger = join(tempDir(), 'fill-it');
  if (full) writeFileSync(trigger, '');
  const keys = tempDir('keys');
  const brokerPort = await freePort();
  const env = {
    BROKER_SMF_PORT: String(brokerPort),
    BROKER_WS_PORT: '0',
    BROKER_ADMIN_PORT: '0',
    BROKER_SPOOL: spool,
    EXCHANGE_PORT: '0',
    MARKET_DATA_PORT: '0',
    OMS_PORT: '0',
    STRATEGY_HOST_PORT: '0',
    GATEWAY_PORT: '0',
    STRATEGIES: '[]',
    LOG_LEVEL: 'error',
    DATA_DIR: join(directory, 'data'),
    ACTOR_KEYS_DIR: keys,
  };
  const bourse = [process.execPath, entry('apps/cli/src/main.js'), 'up'];
  const [program = '', ...args] = [
    ...onSmallDisk(directory, 4),
    'sh',
    '-c',
    SCRIPT,
    'sh',
    directory,
    trigger,
    ...bourse,
  ];
  return { up: new Terminal(program, args, { env }), directory, trigger, keys, brokerPort };
}

/** An order that is denied is journaled like any other. */
async function sendOrder(session: SolaceSession, keys: string, commandId: string): Promise<unknown> {
  const order = { account: 'SIM', strategy: 'manual', venue: 'sim', symbol: 'NOPE', side: 'BUY', type: 'MARKET' };
  const body = { ...order, timeInForce: 'DAY', quantity: '1', commandId, sentTime: `${Date.now()}000000` };
  const topic = 'orders/request/v1/submit/SIM/manual';
  const bytes = JSON_CODEC.encode(signedBody(keys, topic, body));
  return decodeMessage(await session.request(topic, bytes, { timeoutMs: 2_000 }));
}

afterEach(() => Terminal.endAll(), 60_000);

diskTest('a disk that is full from the start: the last line of `up` says so and what to do', async () => {
  const { up, directory } = await upOnSmallDisk(true);
  expect(await up.exit()).toBe(1);
  // Of those that keep something the broker is the first.
  const place = join(directory, 'data', 'broker');
  const what = `broker did not start: DATA_DIR: cannot write to ${place}: the disk is full. Free disk space`;
  expect(up.lines.at(-1)).toContain(what);
  expect(stackLines(up.lines)).toEqual([]);
});

diskTest(
  'a disk that becomes full: the OMS confirms nothing more, says why, and comes back once there is room',
  async () => {
    // Orders come through the broker, which would be the first to have no room for them.
    const { up, directory, trigger, keys, brokerPort } = await upOnSmallDisk(false, 'memory');
    await up.until(/Bourseworks is up/);
    const login = { vpn: 'default', username: 'development', password: 'development' };
    const session = new SolaceSession({ url: `tcp://127.0.0.1:${brokerPort}`, ...login });
    await session.connect();
    try {
      expect(await sendOrder(session, keys, 'before')).toMatchObject({ ok: true });
      const answered = ['before'];
      writeFileSync(trigger, '');
      // What is left of the last block of a file still takes an order or two.
      const down = up.until(/^oms went down .*$/m, 40_000);
      for (let tries = 0; tries < 100 && !/^oms went down/m.test(up.text); tries++) {
        const id = `after-${tries}`;
        if ((await sendOrder(session, keys, id).then(() => 'ok', codeOf)) === 'ok') answered.push(id);
      }
      const [line] = await down;
      const reason = `cannot write to ${join(directory, 'data', 'oms')}: the disk is full. Free disk space, `;
      expect(line).toContain(`oms went down (exit code 74: ${reason}`);
      expect(line).toMatch(/; starting it again in 250 ms\.$/);
      rmSync(trigger);
      await up.until(/^oms is back and ready\.$/m);
      for (const id of answered) {
        expect(await sendOrder(session, keys, id)).toMatchObject({ ok: true, value: { duplicate: true } });
      }
      expect(stackLines(up.lines)).toEqual([]);
    } finally {
      await session.close();
    }
    up.signal('SIGTERM');
    expect(await up.exit()).toBe(0);
  },
);

diskTest('a disk that becomes full: the broker takes no order until there is room again, and then does', async () => {
  const { up, trigger, keys, brokerPort } = await upOnSmallDisk(false);
  await up.until(/Bourseworks is up/);
  const login = { vpn: 'default', username: 'development', password: 'development' };
  const session = new SolaceSession({ url: `tcp://127.0.0.1:${brokerPort}`, ...login });
  await session.connect();
  try {
    expect(await sendOrder(session, keys, 'before')).toMatchObject({ ok: true });
    writeFileSync(trigger, '');
    await eventually(() => existsSync(`${trigger}.done`), { what: 'the full disk' });
    let refused = 0;
    for (let tries = 0; tries < 20 && refused === 0; tries++) {
      const code = await sendOrder(session, keys, `full-${tries}`).then(() => 'ok', codeOf);
      if (code !== 'ok') refused = code === 'REQUEST_TIMEOUT' ? 1 : NaN;
    }
    expect(refused).toBe(1);
    await up.until(/spool\.failed/);
    rmSync(trigger);
    await up.until(/spool\.recovered/, 20_000);
    expect(await sendOrder(session, keys, 'after')).toMatchObject({ ok: true });
    expect(up.text).not.toMatch(/went down/);
    expect(stackLines(up.lines)).toEqual([]);
  } finally {
    await session.close();
  }
  up.signal('SIGTERM');
  expect(await up.exit()).toBe(0);
});

diskTest('a disk without room for snapshots: each is told of and tried again later, orders go on', async () => {
  const directory = tempDir('disk');
  const oms = await LoneOms.at(join(directory, 'data'));
  try {
    const env = { SNAPSHOT_RECORDS: '10', JOURNAL_ARCHIVE: 'true' };
    // Less than what the journal keeps for itself.
    const process = await oms.start({ through: onSmallDisk(directory, 24), env });
    const price = await oms.restingPrice();
    const told = (): number => process.lines.filter((line) => line['event'] === 'journal.snapshot_failed').length;
    let orders = 0;
    while (told() < 3 && orders < 200) expect((await oms.place(++orders, price)).code).toBeUndefined();
    const failed = await process.waitFor('journal.snapshot_failed');
    expect(failed).toMatchObject({
      level: 'warn',
      reason: expect.stringContaining('so that the journal keeps its room'),
    });
    expect(told()).toBeGreaterThanOrEqual(3);
    // No more often than every ten records.
    expect(told()).toBeLessThanOrEqual(orders);
    expect((await oms.readiness())?.status).toBe(200);
    expect((await oms.place(++orders, price)).code).toBeUndefined();
    expect(process.lines.filter((line) => line['event'] === 'journal.failed')).toEqual([]);
  } finally {
    await oms.stop();
  }
});

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code);
}
