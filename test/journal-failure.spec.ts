import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import type { OrderReplyShape } from '@bourseworks/dto';
import { entry, eventually, tempDir, type StartedProcess } from '@bourseworks/testkit';
import { LoneOms, type OmsStart } from './support/lone-oms.js';

const TIMEOUT_MS = 180_000;
const MAX_ORDERS = 3_000;
const EXIT_JOURNAL_FAILED = 74;

let oms: LoneOms;
afterEach(() => oms.stop(), 60_000);

/** Orders by number: the id of each that was answered, and the answers that are still awaited. */
class Orders {
  readonly answered = new Map<number, string>();
  readonly awaited = new Map<number, Promise<OrderReplyShape>>();
  private last = 0;

  constructor(private readonly price: string) {}

  get count(): number {
    return this.last;
  }

  place(): Promise<OrderReplyShape> {
    const n = ++this.last;
    const answer = oms.place(n, this.price);
    this.awaited.set(n, answer);
    answer.then(
      ({ clOrdId, code }) => {
        this.awaited.delete(n);
        if (code === undefined) this.answered.set(n, clOrdId);
      },
      () => undefined,
    );
    return answer;
  }

  /** The same order once more. */
  again(n: number): Promise<OrderReplyShape> {
    return oms.place(n, this.price);
  }

  get ids(): string[] {
    return [...this.answered.values()].sort();
  }
}

interface Told {
  readonly body: unknown;
  readonly refusal: string;
}

/** What the OMS says once it is not ready any more, and to a question then. Rejects when it ends without a word. */
async function untilItTells(process: StartedProcess): Promise<Told> {
  let gone = false;
  void process.exited.then(() => (gone = true));
  for (;;) {
    const seen = await oms.readiness();
    if (seen?.status === 503) return { body: seen.body, refusal: await oms.questionCode() };
    if (gone) throw new Error('the OMS ended and was never not ready');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Sends orders, some at a time, until the OMS is not ready any more. */
async function tradeUntilItFails(orders: Orders, process: StartedProcess): Promise<Told> {
  let over = false;
  const told = untilItTells(process).finally(() => (over = true));
  while (!over && orders.count < MAX_ORDERS) {
    const some = Array.from({ length: 8 }, () => orders.place());
    // What the OMS did not take is answered by its next life.
    await Promise.race([Promise.all(some), told]);
  }
  return told;
}

/** The way from a fault of the disk to the next start, with a process that the fault befalls. */
async function failsAndComesBack(
  start: OmsStart,
  breakIt: (process: StartedProcess) => Promise<void>,
): Promise<string> {
  oms = await LoneOms.at(join(tempDir('disk'), 'data'));
  const first = await oms.start(start);
  const alarms = await oms.alarms();
  const orders = new Orders(await oms.restingPrice());
  for (let i = 0; i < 3; i++) expect((await orders.place()).code).toBeUndefined();
  await breakIt(first);
  const { body, refusal } = await tradeUntilItFails(orders, first);

  // The state is told: by the probe, to who asks, on the bus and in the log, once.
  expect(body).toMatchObject({ status: 'not ready', codes: { journal: 'JOURNAL_WRITE' } });
  expect(refusal).toBe('OMS_STOPPED');
  expect(await first.exited).toEqual({ code: EXIT_JOURNAL_FAILED, signal: null });
  const failures = first.lines.filter((line) => line['event'] === 'journal.failed');
  expect(failures).toMatchObject([{ level: 'error', code: 'JOURNAL_WRITE' }]);
  await eventually(() => alarms.length > 0, { what: 'the word on the bus' });
  expect(alarms).toMatchObject([{ code: 'JOURNAL_WRITE', scope: 'firm', id: 'all' }]);
  expect(first.lines.filter((line) => line['event'] === 'process.crashed')).toEqual([]);

  // Nothing left for the exchange that was not answered, and with that on the disk.
  expect(orders.awaited.size).toBeGreaterThan(0);
  const sent = await oms.atVenue();
  expect(sent.length).toBeGreaterThanOrEqual(3);
  await eventually(() => sent.every((id) => orders.ids.includes(id)), { what: 'the answer to whatever was sent' });

  // The next start knows what was answered, and takes, once, what was not.
  const known = [...orders.answered];
  await oms.start();
  const again = await Promise.all(known.map(([n]) => orders.again(n)));
  expect(again).toMatchObject(known.map(([, clOrdId]) => ({ duplicate: true, clOrdId })));
  const late = await Promise.all(orders.awaited.values());
  expect(late.filter(({ code }) => code !== undefined)).toEqual([]);
  expect(orders.answered.size).toBe(orders.count);
  await eventually(async () => (await oms.atVenue()).join() === orders.ids.join(), { what: 'every order, once' });
  return String(failures[0]?.['reason']);
}

/** A size that the journal reaches within some dozen orders; the unit is 512 or 1 024 bytes, as the shell has it. */
const SMALL_FILES = ['sh', '-c', 'ulimit -f 400 && exec "$@"', 'sh'];

const posix = process.platform === 'win32' ? it.skip : it;
posix(
  'a file that may grow no more (ulimit; not on Windows): the OMS stops, and loses nothing that it answered',
  async () => {
    const reason = await failsAndComesBack({ through: SMALL_FILES }, () => Promise.resolve());
    expect(reason).toMatch(/^cannot write to .*oms: (a write failed|a file could not be made longer)/);
  },
  TIMEOUT_MS,
);

const linux = process.platform === 'linux' ? it : it.skip;
linux(
  'a sync that fails (through /proc; Linux only): the OMS stops, and loses nothing that it answered',
  async () => {
    const start = {
      execArgv: ['--import', entry('libs/testkit/fixtures/failing-sync.js')],
      env: { FAILING_SYNC: '/journal.db-wal' },
    };
    const reason = await failsAndComesBack(start, async (process) => {
      process.signal('SIGUSR2');
      expect(await process.waitFor('sync.fails')).toMatchObject({ files: 1 });
    });
    expect(reason).toMatch(/: a sync failed: nobody knows what the disk holds$/);
  },
  TIMEOUT_MS,
);
