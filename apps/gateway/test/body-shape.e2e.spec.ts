import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestGateway, type Answer } from './gateway.js';

const refused = { status: 400, body: { code: 'BAD_REQUEST' } };
const nested = (open: string, close: string): string => `${open.repeat(20_000)}1${close.repeat(20_000)}`;
const wide = (keys: number): string => `{${Array.from({ length: keys }, (_, key) => `"k${key}":0`).join(',')}}`;

describe('the shape of a body', () => {
  let gateway: TestGateway;
  let token: string;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    token = await gateway.admin();
  });

  afterAll(() => gateway.stop());

  const login = (body: string): Promise<Answer> => gateway.ask('POST', '/api/v1/auth/login', { body });
  const save = (layout: string): Promise<Answer> =>
    gateway.ask('POST', '/api/v1/workspaces', { token, body: `{"name":"a","layout":${layout}}` });

  it('that nests too deep is refused on every route, sign-in included, and is no fault of the service', async () => {
    expect(await login(`{"username":${nested('[', ']')},"password":"x"}`)).toMatchObject(refused);
    expect(await login(`{"username":"a","password":${nested('{"a":', '}')}}`)).toMatchObject(refused);
    const body = `{"username":"abc","roles":${nested('[', ']')}}`;
    expect(await gateway.ask('POST', '/api/v1/users', { token, body })).toMatchObject(refused);
    expect(gateway.logged.some((line) => line.includes('http.failed'))).toBe(false);
  });

  // Validation compares the keys of an object with each other: 90 000 of them once stopped the service for 13 seconds.
  it('that has too many fields is refused before anybody looks at them one by one', async () => {
    for (const answer of [await login(wide(5_000)), await save(wide(5_000)), await save(`{"a":[${wide(5_000)}]}`)])
      expect(answer).toMatchObject({ ...refused, body: { detail: expect.stringContaining('1000') } });
    const many = `{"username":[${'{},'.repeat(30_000)}1],"password":"x"}`;
    expect(await login(many)).toMatchObject({ ...refused, body: { detail: expect.stringContaining('20000') } });
    expect((await save(wide(1_000))).status).toBe(201);
  });
});
