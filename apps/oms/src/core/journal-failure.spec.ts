import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, tempDir } from '@bourseworks/testkit';
import { buy, FakeBroker, loadOms, openOms, type OpenedOms } from '../testing/oms.js';

beforeAll(loadOms);

interface Failed extends OpenedOms {
  readonly broker: FakeBroker;
  readonly place: string;
  readonly failures: { code: string; message: string }[];
  readonly events: string[];
}

/** An OMS that is open for orders, with one order at its broker. A trigger lets the write of every later row fail. */
async function opened(): Promise<Failed> {
  const place = tempDir();
  const broker = new FakeBroker();
  const failures: Failed['failures'] = [];
  const events: string[] = [];
  const oms = openOms(
    place,
    broker,
    {},
    {
      event: (event) => void events.push(event.execType),
      onFailure: (error) => void failures.push(error),
    },
  );
  oms.brokers.start();
  await eventually(() => oms.brokers.waitingFor.length === 0);
  await oms.core.command((engine, nowUs) => engine.submit(buy(1), nowUs));
  await oms.core.quiet();
  const database = new DatabaseSync(join(place, 'journal.db'));
  database.exec("CREATE TRIGGER full BEFORE INSERT ON batch BEGIN SELECT RAISE(ABORT, 'disk is full'); END");
  database.close();
  return { ...oms, broker, place, failures, events };
}

async function close({ core, brokers }: Failed): Promise<void> {
  brokers.stop();
  await brokers.close();
  await core.close();
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'answered',
    (error: unknown) => String((error as { code?: unknown }).code),
  );

describe('An OMS whose journal fails', () => {
  it('sends, publishes and answers nothing more, tells who waits so, and tells the failure once', async () => {
    const oms = await opened();
    const { core, broker, failures, events } = oms;
    const [sent, published] = [broker.sent.length, events.length];
    const order = codeOf(core.command((engine, nowUs) => engine.submit(buy(2), nowUs)));
    const kill = codeOf(
      core.control((engine, nowUs) =>
        engine.kill({ commandId: 'k', actor: 'a', actorId: 'a', reason: 'r', scope: 'firm', id: 'all' }, nowUs),
      ),
    );
    const question = codeOf(core.read((engine) => engine.lastSequence));
    const quiet = core.quiet();
    expect(await Promise.all([order, kill, question])).toEqual(['JOURNAL_WRITE', 'JOURNAL_WRITE', 'JOURNAL_WRITE']);
    expect(await quiet).toBe(false);
    expect(failures).toMatchObject([{ code: 'JOURNAL_WRITE', message: expect.stringContaining('disk is full') }]);
    expect(core.failure).toBe(failures[0]);
    expect([broker.sent.length, events.length]).toEqual([sent, published]);
    await close(oms);
  });

  it('refuses from then on whatever comes, with a code, and a timer or a report does it no harm', async () => {
    const oms = await opened();
    const { core, broker, failures } = oms;
    await codeOf(core.command((engine, nowUs) => engine.submit(buy(2), nowUs)));
    const before = core.engine.lastSequence;
    const codes = await Promise.all([
      codeOf(core.command((engine, nowUs) => engine.submit(buy(3), nowUs))),
      // A duplicate of what is durable: nobody can say what else this process knows that the next one will not.
      codeOf(core.command((engine, nowUs) => engine.submit(buy(1), nowUs))),
      codeOf(core.read((engine) => engine.lastSequence)),
    ]);
    expect(codes).toEqual(['OMS_STOPPED', 'OMS_STOPPED', 'OMS_STOPPED']);
    let shown = 0;
    core.show(
      (engine) => engine.lastSequence,
      () => shown++,
    );
    broker.sink?.report({ clOrdId: broker.sent[0] ?? '', execId: '', execType: 'New', us: core.nowUs, ns: 0 });
    broker.sink?.link(false, 'cable cut');
    expect(core.perform((engine, nowUs) => engine.enforceKills(nowUs)).records).toEqual([]);
    await new Promise((resolve) => setImmediate(resolve));
    expect([core.engine.lastSequence, shown, failures.length]).toEqual([before, 0, 1]);
    expect(await core.quiet()).toBe(false);
    await close(oms);
  });

  it('has at its next start what was answered, and nothing of what was not', async () => {
    const oms = await opened();
    await codeOf(oms.core.command((engine, nowUs) => engine.submit(buy(2), nowUs)));
    await close(oms);
    const database = new DatabaseSync(join(oms.place, 'journal.db'));
    database.exec('DROP TRIGGER full');
    database.close();
    const { core } = openOms(oms.place, new FakeBroker());
    const first = await core.command((engine, nowUs) => engine.submit(buy(1), nowUs));
    const second = await core.command((engine, nowUs) => engine.submit(buy(2), nowUs));
    expect([first.duplicate, second.duplicate]).toEqual([true, false]);
    await core.close();
  });
});
