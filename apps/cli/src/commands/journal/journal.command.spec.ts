import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, ok } from '@bourseworks/domain';
import type * as JournalModule from '@bourseworks/journal';
import { encodeRecord, OrderEngine, RECORD_TYPE, type Decision } from '@bourseworks/order-engine';
import { SystemClock } from '@bourseworks/ports';
import { RiskEngine } from '@bourseworks/risk';
import { entry, eventually, tempDir } from '@bourseworks/testkit';
import { runCli } from '../../testing/run-cli.js';

const instrument = expectOk(
  defineInstrument({
    venue: 'v',
    symbol: 'X',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '0.001',
  }),
);
const capabilities = {
  orderTypes: ['LIMIT'],
  timesInForce: ['DAY'],
  replace: true,
  uniqueClOrdId: true,
  consistencyHorizonUs: 0,
} as const;
const START_US = 1_700_000_000_000_000;

/** A journal as the OMS writes it with the settings it has by default: `orders` orders, each filled in part. */
class Desk {
  readonly data = tempDir('journal-command');
  private readonly engine = new OrderEngine({
    environment: 'dev',
    accounts: [{ id: 'SIM', currency: 'USD', cash: 10n ** 24n }],
    risk: new RiskEngine(),
    routes: { find: () => ok({ adapter: 'x', capabilities }) },
    instruments: { find: () => instrument },
  });
  private us = START_US;

  async open(): Promise<JournalModule.Journal> {
    const built = pathToFileURL(entry('libs/journal/src/index.js')).href;
    const { Journal } = (await import(built)) as typeof JournalModule;
    return Journal.open({
      directory: join(this.data, 'oms'),
      clock: new SystemClock(),
      onRecord: () => undefined,
      onDurable: () => undefined,
      onFailure: (error) => {
        throw error;
      },
    });
  }

  async trade(orders: number): Promise<number> {
    const journal = await this.open();
    const append = ({ records }: Decision): void => {
      for (const record of records) journal.append(record.sequence, RECORD_TYPE[record.type], encodeRecord(record));
    };
    append(this.engine.beginEpoch(journal.epoch, this.us));
    for (let i = 1; i <= orders; i++) {
      this.us += 1_000;
      const order = {
        side: 'BUY',
        type: 'LIMIT',
        timeInForce: 'DAY',
        quantity: '1',
        price: '10',
        venue: 'v',
        symbol: 'X',
      } as const;
      const command = { commandId: `s-${journal.epoch}-${i}`, account: 'SIM', strategy: 's', sentUs: this.us };
      const decision = this.engine.submit({ ...order, ...command }, this.us);
      const { clOrdId } = decision.reply ?? {};
      append(decision);
      const fill = {
        clOrdId: clOrdId ?? '',
        execId: `e-${journal.epoch}-${i}`,
        execType: 'Trade',
        lastQty: 250,
        lastPx: 1_000,
      } as const;
      append(this.engine.onReport('x', { ...fill, fee: 5n * 10n ** 15n, us: this.us, ns: 7 }, this.us));
    }
    // One commit for each of a few: an archive ends with a commit.
    await eventually(() => journal.durableSequence === this.engine.lastSequence);
    await journal.close();
    return this.engine.lastSequence;
  }

  cli(...args: string[]) {
    return runCli(['journal', ...args, '--data-dir', this.data]);
  }
}

const lines = (text: string): string[] => text.trimEnd().split('\n');

describe('bourse journal', () => {
  it('exports what is recorded: times as ISO, large integers as texts, one record a line', async () => {
    const desk = new Desk();
    const last = await desk.trade(4_000);
    // The OMS may hold the journal meanwhile.
    const journal = await desk.open();
    const { code, stdout } = await desk.cli('export');
    expect([code, lines(stdout).length]).toEqual([0, last]);
    const records = lines(stdout).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records.map(({ sequence }) => sequence)).toEqual(Array.from({ length: last }, (_, i) => i + 1));
    const execution = records.find(({ type }) => type === 'Execution');
    expect(execution).toMatchObject({
      time: '2023-11-14T22:13:20.001Z',
      venueTime: '2023-11-14T22:13:20.001000007Z',
      fee: '5000000000000000',
      lastQty: 250,
    });
    const some = await desk.cli('export', '--after', '100', '--type', 'Intent,Execution', '--limit', '3', '--csv');
    expect(lines(some.stdout)[0]).toMatch(/^sequence,time,type,account,.*,rest$/);
    expect(
      lines(some.stdout)
        .slice(1)
        .map((line) => line.split(',')[2]),
    ).toEqual(records.slice(100, 103).map(({ type }) => type));
    const wrong = await desk.cli('export', '--type', 'Nothing');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('there are no records of type Nothing')]);
    await journal.close();
  });

  it('verifies, makes snapshots, archives, and verifies again, also with the engine', async () => {
    const desk = new Desk();
    const first = await desk.trade(30);
    expect(JSON.parse((await desk.cli('snapshot', '--json')).stdout)).toMatchObject({
      sequence: first,
      replayed: first,
    });
    const second = await desk.trade(30);
    expect((await desk.cli('snapshot')).stdout).toContain(`A snapshot after record ${second}`);
    const archived = await desk.cli('archive', '--before-snapshot');
    expect(archived.stdout).toContain(`Records 1 to ${first} are in`);
    const deep = await desk.cli('verify', '--deep', '--json');
    expect(JSON.parse(deep.stdout)).toMatchObject({
      records: second,
      firstSequence: 1,
      lastSequence: second,
      epochs: 2,
      archives: [{ first: 1, last: first }],
      snapshots: [{ sequence: second }, { sequence: first }],
      deep: { replayed: second },
      problems: [],
    });
    expect((await desk.cli('verify')).stdout).toContain('The journal is whole');
  });

  it('says what is damaged, with exit code 1 and what to do', async () => {
    const desk = new Desk();
    await desk.trade(30);
    const database = new DatabaseSync(join(desk.data, 'oms', 'journal.db'));
    database.exec('UPDATE batch SET records = zeroblob(length(records)) WHERE first_sequence = 1');
    database.close();
    const { code, stderr } = await desk.cli('verify');
    expect(code).toBe(1);
    expect(stderr).toMatch(/fail their checksum[^]*Start no OMS on it/);
    const other = await runCli(['journal', 'verify', '--data-dir', tempDir()]);
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('there is no journal in')]);
  });
});
