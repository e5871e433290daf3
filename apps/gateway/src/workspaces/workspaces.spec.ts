import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { verifyAuditFile } from '@bourseworks/audit';
import { AUDIT_KEY } from '../../test/database.js';
import { startOwnApi, type OwnApi } from '../../test/own-api.js';
import { MAX_LAYOUT_BYTES } from './workspace.dto.js';
import { MAX_WORKSPACES } from './workspaces.js';

describe('workspaces over HTTP', () => {
  let api: OwnApi;

  beforeAll(async () => void (api = await startOwnApi()));
  beforeEach(async () => api.newPeople());
  afterAll(async () => api.close());

  const layout = { panels: [{ kind: 'chart', symbol: 'BTC-USD' }] };
  const create = async (name = 'main', user = api.ann): Promise<string> => {
    const { status, body } = await api.call(user, 'POST', 'workspaces', { name, layout });
    expect(status).toBe(201);
    return String(body['id']);
  };

  it('creates, reads, lists, replaces and deletes', async () => {
    const id = await create();
    const read = await api.call(api.ann, 'GET', `workspaces/${id}`);
    expect(read).toMatchObject({
      status: 200,
      etag: '"1"',
      body: { name: 'main', layout, isDefault: true, version: 1 },
    });
    const changed = await api.call(api.ann, 'PUT', `workspaces/${id}`, { name: 'other', layout: {} }, read.etag);
    expect(changed).toMatchObject({ status: 200, etag: '"2"', body: { name: 'other', layout: {} } });
    const list = await api.call(api.ann, 'GET', 'workspaces');
    expect(list.body).toEqual([expect.not.objectContaining({ layout: expect.anything() })]);
    expect(list.body).toMatchObject([{ id, name: 'other', version: 2 }]);
    expect((await api.call(api.ann, 'DELETE', `workspaces/${id}`)).status).toBe(204);
    expect((await api.call(api.ann, 'GET', `workspaces/${id}`)).body).toMatchObject({ code: 'RECORD_UNKNOWN' });
  });

  it('answers for what is somebody else’s as for what does not exist', async () => {
    const id = await create();
    const body = { name: 'mine now', layout: {} };
    const routes = [
      ['GET', '', undefined],
      ['PUT', '', body],
      ['DELETE', '', undefined],
      ['PUT', '/default', undefined],
    ] as const;
    for (const [method, rest, sent] of routes) {
      const foreign = await api.call(api.bob, method, `workspaces/${id}${rest}`, sent, '*');
      const missing = await api.call(api.bob, method, `workspaces/${randomUUID()}${rest}`, sent, '*');
      expect(foreign).toMatchObject({ status: 404, body: { code: 'RECORD_UNKNOWN' } });
      expect({ ...foreign.body, instance: '' }).toEqual({ ...missing.body, instance: '' });
    }
    expect((await api.call(api.bob, 'GET', 'workspaces')).body).toEqual([]);
    expect((await api.call(api.ann, 'GET', `workspaces/${id}`)).body).toMatchObject({ name: 'main', version: 1 });
  });

  it('lets the second of two tabs know instead of overwriting', async () => {
    const id = await create();
    const tab = async (name: string, tag?: string | null): ReturnType<OwnApi['call']> =>
      api.call(api.ann, 'PUT', `workspaces/${id}`, { name, layout: {} }, tag);
    const both = await Promise.all([tab('first', '"1"'), tab('second', '"1"')]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    expect(both.find(({ status }) => status === 412)?.body).toMatchObject({ code: 'RECORD_CHANGED' });
    expect(await tab('none')).toMatchObject({ status: 428, body: { code: 'RECORD_VERSION_REQUIRED' } });
    expect(await tab('bad', 'x')).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
    expect(await tab('weak', 'W/"2"')).toMatchObject({ status: 200 });
    expect(await api.call(api.ann, 'DELETE', `workspaces/${id}`, undefined, '"2"')).toMatchObject({ status: 412 });
  });

  it('has one default, which moves', async () => {
    const [a, b] = [await create('a'), await create('b')];
    const defaults = async (): Promise<unknown[]> => {
      const { body } = await api.call(api.ann, 'GET', 'workspaces');
      return (body as unknown as { id: string; isDefault: boolean; version: number }[]).map((one) => [
        one.id,
        one.isDefault,
        one.version,
      ]);
    };
    expect(await defaults()).toEqual([
      [a, true, 1],
      [b, false, 1],
    ]);
    expect((await api.call(api.ann, 'PUT', `workspaces/${b}/default`)).body).toMatchObject({ isDefault: true });
    expect((await api.call(api.ann, 'PUT', `workspaces/${b}/default`)).status).toBe(200);
    expect(await defaults()).toEqual([
      [a, false, 2],
      [b, true, 2],
    ]);
  });

  it('takes each name once a person', async () => {
    await create('a');
    const id = await create('b');
    await create('a', api.bob);
    const body = { name: 'a', layout: {} };
    const taken = { status: 409, body: { code: 'RECORD_NAME_TAKEN' } };
    expect(await api.call(api.ann, 'POST', 'workspaces', body)).toMatchObject(taken);
    expect(await api.call(api.ann, 'PUT', `workspaces/${id}`, body, '*')).toMatchObject(taken);
  });

  it.each([
    ['no name', { layout: {} }],
    ['an empty name', { name: '', layout: {} }],
    ['a long name', { name: 'x'.repeat(65), layout: {} }],
    ['a name with a control character', { name: 'a\u0000b', layout: {} }],
    ['a name that is no text', { name: 7, layout: {} }],
    ['no layout', { name: 'a' }],
    ['a list as layout', { name: 'a', layout: [] }],
    ['a text as layout', { name: 'a', layout: '{}' }],
    ['a large layout', { name: 'a', layout: { x: 'x'.repeat(MAX_LAYOUT_BYTES) } }],
    ['a deep layout', { name: 'a', layout: JSON.parse(`${'{"x":'.repeat(40)}1${'}'.repeat(40)}`) as unknown }],
    ['an unknown field', { name: 'a', layout: {}, userId: randomUUID() }],
  ])('refuses %s', async (_what, body) => {
    expect(await api.call(api.ann, 'POST', 'workspaces', body)).toMatchObject({
      status: 400,
      body: { code: 'BAD_REQUEST' },
    });
    expect(await api.audit()).toEqual([]);
  });

  it('refuses a layout that would overflow the stack of whoever walks it', async () => {
    let deep: unknown = 1;
    for (let level = 0; level < 2_000; level += 1) deep = { x: deep };
    expect(await api.call(api.ann, 'POST', 'workspaces', { name: 'a', layout: deep })).toMatchObject({
      status: 400,
      body: { code: 'BAD_REQUEST' },
    });
  });

  it('gives a layout back as it came, but for keys that reach for prototypes', async () => {
    const kept = '"toString":[1],"a\\u0000b":"\\ud800","":null,"n":1e400';
    const odd = JSON.parse(`{"__proto__":{"a":1},"constructor":[1],${kept}}`) as object;
    const made = await api.call(api.ann, 'POST', 'workspaces', { name: 'a', layout: odd });
    const read = await api.call(api.ann, 'GET', `workspaces/${String(made.body['id'])}`);
    expect(JSON.stringify(read.body['layout'])).toBe(JSON.stringify(JSON.parse(`{${kept}}`)));
  });

  it('takes the largest layout there may be', async () => {
    const text = 'x'.repeat(MAX_LAYOUT_BYTES - Buffer.byteLength('{"x":""}'));
    const made = await api.call(api.ann, 'POST', 'workspaces', { name: 'a', layout: { x: text } });
    expect(made.status).toBe(201);
  });

  it('bounds how many a person keeps', async () => {
    for (let n = 0; n < MAX_WORKSPACES; n += 1) await create(`w${n}`);
    expect(await api.call(api.ann, 'POST', 'workspaces', { name: 'more', layout })).toMatchObject({
      status: 409,
      body: { code: 'RECORD_LIMIT' },
    });
    await create('mine', api.bob);
  });

  it('records every change, and no refusal, in one chain', async () => {
    const id = await create();
    await api.call(api.ann, 'PUT', `workspaces/${id}`, { name: 'b', layout: {} }, '"9"');
    await api.call(api.ann, 'PUT', `workspaces/${id}`, { name: 'b', layout: {} }, '"1"');
    await api.call(api.bob, 'DELETE', `workspaces/${id}`);
    await api.call(api.ann, 'DELETE', `workspaces/${id}`);
    const rows = await api.audit();
    expect(rows.map(({ action }) => action)).toEqual(['workspace.create', 'workspace.replace', 'workspace.delete']);
    for (const row of rows) {
      expect(row).toMatchObject({ user_id: api.ann, resource: 'workspace', resource_id: id, ip_address: '127.0.0.1' });
    }
    expect(await verifyAuditFile(api.path, { key: AUDIT_KEY })).toMatchObject({ ok: true, rows: rows[2].sequence });
  });
});
