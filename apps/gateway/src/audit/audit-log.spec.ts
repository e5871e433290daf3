import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { verifyAuditFile } from '@bourseworks/audit';
import { AUDIT_KEY, addUser, openWorld, type World } from '../../test/database.js';
import { AuditLog } from './audit-log.js';
import { verifyAuditDb } from './verify-audit.js';

describe('AuditLog', () => {
  let world: World;

  beforeEach(async () => void (world = await openWorld(4)));
  afterEach(async () => world.db.close());

  const rows = async (): Promise<Record<string, unknown>[]> =>
    world.db.kysely.selectFrom('audit_log').selectAll().orderBy('sequence').execute();
  const marks = async (): Promise<number[]> => {
    const found = await world.db.kysely
      .selectFrom('audit_checkpoints')
      .select('sequence')
      .orderBy('sequence')
      .execute();
    return found.map(({ sequence }) => sequence);
  };
  const add = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) await world.audit.append({ userId: null, action: 'a', resource: 'r' });
  };

  it('chains each row to the one before', async () => {
    const user = await addUser(world.db, 'ann');
    await world.audit.append({ userId: user, action: 'login', resource: 'session', resourceId: 's', ipAddress: '::1' });
    await world.audit.append({ userId: null, action: 'stop', resource: 'service', details: { reason: 'deploy' } });
    const [first, second] = await rows();
    expect(first).toMatchObject({ sequence: 1, user_id: user, resource_id: 's', ip_address: '::1', details: null });
    expect(first).toMatchObject({ previous_hash: '0'.repeat(64), time: world.clock.nowUs() / 1_000 });
    expect(second).toMatchObject({ sequence: 2, user_id: null, previous_hash: first['hash'] });
    expect(second['details']).toBe('{"reason":"deploy"}');
    expect(await verifyAuditDb(world.db, { key: AUDIT_KEY })).toEqual({ ok: true, rows: 2, sealed: 0 });
  });

  it('is kept with the change it tells of, or not at all', async () => {
    const work = world.db.transaction(async (tx) => {
      await world.audit.append({ userId: null, action: 'a', resource: 'r' }, tx);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await rows()).toEqual([]);
    expect(await marks()).toEqual([]);
  });

  it('never forks, however many append at once and over two connections', async () => {
    const other = await openWorld(4, world.path);
    const appends = Array.from({ length: 60 }, (_, n) =>
      (n % 2 === 0 ? world : other).audit.append({ userId: null, action: 'a', resource: 'r', resourceId: String(n) }),
    );
    await Promise.all(appends);
    await other.db.close();
    expect(new Set((await rows()).map((row) => row['resource_id'])).size).toBe(60);
    expect(await verifyAuditDb(world.db, { key: AUDIT_KEY })).toEqual({ ok: true, rows: 60, sealed: 60 });
  });

  it('puts a checkpoint on every n-th row and, at the end, on the last', async () => {
    await add(10);
    expect(await marks()).toEqual([0, 4, 8]);
    await world.audit.checkpoint();
    await world.audit.checkpoint();
    expect(await marks()).toEqual([0, 4, 8, 10]);
    await add(4);
    expect(await marks()).toEqual([0, 4, 8, 10, 14]);
    expect(await verifyAuditDb(world.db, { key: AUDIT_KEY })).toEqual({ ok: true, rows: 14, sealed: 14 });
  });

  it('has nothing to seal where nothing was done', async () => {
    await world.audit.checkpoint();
    expect(await marks()).toEqual([]);
    expect(await verifyAuditDb(world.db, { key: AUDIT_KEY })).toEqual({ ok: true, rows: 0, sealed: 0 });
  });

  it('stays whole when the distance of checkpoints is set anew', async () => {
    await add(5);
    for (const checkpointEvery of [9, 2]) {
      const audit = new AuditLog(world.db, world.clock, world.log, { key: AUDIT_KEY, checkpointEvery });
      for (let n = 0; n < 12; n += 1) await audit.append({ userId: null, action: 'a', resource: 'r' });
    }
    expect(await verifyAuditDb(world.db, { key: AUDIT_KEY })).toMatchObject({ ok: true, rows: 29 });
  });

  it('tells the event log of checkpoints once they are committed', async () => {
    await add(4);
    const failing = world.db.transaction(async (tx) => {
      for (let n = 0; n < 5; n += 1) await world.audit.append({ userId: null, action: 'a', resource: 'r' }, tx);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await add(1);
    const told = world.log.lines.map(({ event, sequence }) => [event, sequence]);
    expect(told).toEqual([['audit.checkpoint', 4]]);
  });

  it('takes any text from outside and gives it back as it was hashed', async () => {
    await world.audit.append({
      userId: null,
      action: 'a'.repeat(100),
      resource: '\u0000\uD800x',
      resourceId: `${'😀'.repeat(63)}xy😀`,
      ipAddress: '',
      details: { text: '\u0000\uD800\u2028', large: 1e21, nested: [null] },
    });
    await world.audit.append({ userId: null, action: 'a', resource: 'r', details: { text: 'x'.repeat(20_000) } });
    expect((await rows())[1]['details']).toContain('"omitted":"too large"');
    expect(await verifyAuditDb(world.db, { key: AUDIT_KEY })).toMatchObject({ ok: true, rows: 2 });
  });

  it('takes no short key', () => {
    const make = (key: Uint8Array): AuditLog => new AuditLog(world.db, world.clock, world.log, { key });
    expect(() => make(AUDIT_KEY.subarray(1))).toThrow(RangeError);
  });

  it('can be verified in a file that is being written', async () => {
    await add(6);
    expect(await verifyAuditFile(world.path, { key: AUDIT_KEY })).toEqual({ ok: true, rows: 6, sealed: 4 });
    await expect(verifyAuditFile(`${world.path}.none`, { key: AUDIT_KEY })).rejects.toThrow('unable to open');
  });
});
