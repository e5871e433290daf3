import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startOwnApi, type Answer, type OwnApi } from '../../test/own-api.js';

describe('the own profile over HTTP', () => {
  let api: OwnApi;

  beforeAll(async () => void (api = await startOwnApi()));
  beforeEach(async () => api.newPeople());
  afterAll(async () => api.close());

  const put = async (body: unknown, tag?: string): Promise<Answer> => api.call(api.ann, 'PUT', 'profile', body, tag);

  it('is empty to begin with, and each one’s own', async () => {
    const empty = { fullName: null, contactNumber: null, timezone: null, preferences: {}, version: 0, updatedAt: null };
    expect(await api.call(api.ann, 'GET', 'profile')).toMatchObject({ status: 200, etag: '"0"', body: empty });
    await put({ fullName: 'Ann', timezone: 'Europe/Prague', preferences: { theme: 'dark' } }, '"0"');
    expect((await api.call(api.ann, 'GET', 'profile')).body).toMatchObject({ fullName: 'Ann', version: 1 });
    expect((await api.call(api.bob, 'GET', 'profile')).body).toEqual(empty);
  });

  it('is replaced as a whole', async () => {
    await put({ fullName: 'Ann', contactNumber: '+420 1', preferences: { a: 1 } }, '"0"');
    const second = await put({ fullName: 'Ann B', preferences: { b: 2 } }, '"1"');
    expect(second).toMatchObject({ status: 200, etag: '"2"' });
    expect(second.body).toMatchObject({ fullName: 'Ann B', contactNumber: null, preferences: { b: 2 }, version: 2 });
  });

  it('is not overwritten by a tab that has read an older one', async () => {
    const both = await Promise.all([put({ preferences: { a: 1 } }, '"0"'), put({ preferences: { b: 1 } }, '"0"')]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    expect(await put({ preferences: {} })).toMatchObject({ status: 428, body: { code: 'RECORD_VERSION_REQUIRED' } });
  });

  it.each([
    ['no preferences', {}],
    ['an unknown time zone', { timezone: 'Mars/Olympus', preferences: {} }],
    ['an empty name', { fullName: '', preferences: {} }],
    ['large preferences', { preferences: { x: 'x'.repeat(65_536) } }],
    ['an unknown field', { preferences: {}, roles: ['admin'] }],
  ])('refuses %s', async (_what, body) => {
    expect(await put(body, '"0"')).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
  });

  it('leaves the names of the fields that changed in the audit log, not what they say', async () => {
    await put({ fullName: 'Ann Secret', preferences: {} }, '"0"');
    await put({ fullName: 'Ann Secret', timezone: 'UTC', preferences: {} }, '"1"');
    const rows = await api.audit();
    expect(rows.map(({ action, details }) => [action, JSON.parse(details ?? '') as unknown])).toEqual([
      ['profile.replace', { fields: ['full_name', 'preferences'], version: 1 }],
      ['profile.replace', { fields: ['timezone'], version: 2 }],
    ]);
    expect(JSON.stringify(rows)).not.toContain('Secret');
  });
});
