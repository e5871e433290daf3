import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isErrorCode } from '@bourseworks/domain';
import { routeInventory, type RouteEntry } from '../src/http/route-inventory.js';
import { TestGateway, type Answer } from './gateway.js';

/** Every route that opens without a token. A new one must be written down here, and so be thought about. */
const PUBLIC = [
  'GET /health',
  'GET /health/live',
  'GET /health/ready',
  'GET /metrics',
  'POST /api/v1/auth/login',
  'POST /api/v1/auth/refresh',
];

const nobody = '00000000-0000-4000-8000-000000000000';
const pathOf = ({ path }: RouteEntry): string => path.replace(/:\w+/g, nobody);
const nameOf = ({ method, path }: RouteEntry): string => `${method} ${path}`;

describe('every route', () => {
  let gateway: TestGateway;
  let admin: string;
  let routes: RouteEntry[];
  let api: RouteEntry[];

  beforeAll(async () => {
    gateway = await TestGateway.start();
    admin = await gateway.admin();
    routes = routeInventory(gateway.app);
    api = routes.filter(({ path }) => path.startsWith('/api/'));
  });

  afterAll(() => gateway.stop());

  const ask = (route: RouteEntry, more: Parameters<TestGateway['ask']>[2] = {}): Promise<Answer> =>
    gateway.ask(route.method, pathOf(route), more);

  function expectProblem(route: RouteEntry, { status, body, headers }: Answer): void {
    const seen = { route: nameOf(route), status, code: body['code'], type: headers.get('content-type') };
    expect(seen).toEqual({
      route: nameOf(route),
      status: expect.any(Number),
      code: expect.any(String),
      type: 'application/problem+json; charset=utf-8',
    });
    expect(isErrorCode(String(body['code']))).toBe(true);
    expect(body).toMatchObject({
      status,
      instance: pathOf(route),
      title: expect.any(String),
      detail: expect.any(String),
    });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  }

  it('is in the inventory, those of all modules', () => {
    const names = routes.map(nameOf);
    expect(names).toEqual(
      expect.arrayContaining(['GET /api/v1/users/:id', 'GET /api/v1/workspaces', 'DELETE /api/v1/sessions/:sid']),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('that opens without a token is on the list', () => {
    const open = routes.filter(({ isPublic }) => isPublic).map(nameOf);
    expect(open.toSorted()).toEqual(PUBLIC);
  });

  it('else refuses callers without a token, or with a wrong one, before it looks at anything', async () => {
    for (const route of api.filter(({ isPublic }) => !isPublic)) {
      for (const token of [undefined, 'a.b.c']) {
        const answer = await ask(route, { token, body: route.method === 'GET' ? undefined : { nonsense: 1 } });
        expectProblem(route, answer);
        expect(answer.body['code']).toBe(token === undefined ? 'SIGN_IN_REQUIRED' : 'TOKEN_INVALID');
      }
    }
  });

  it('for a role refuses everybody else', async () => {
    const viewer = await gateway.user(admin, 'viewer-only', ['viewer']);
    const narrowed = api.filter(({ roles }) => roles && !roles.includes('viewer'));
    expect(narrowed.length).toBeGreaterThan(5);
    for (const route of narrowed) {
      const answer = await ask(route, { token: viewer.token, body: route.inputs.body ? {} : undefined });
      expect({ route: nameOf(route), code: answer.body['code'] }).toEqual({
        route: nameOf(route),
        code: 'ROLE_REQUIRED',
      });
    }
  });

  it('refuses fields and parameters that it does not know', async () => {
    const own = { 'x-bourseworks-client': 'test', 'if-match': '*' };
    for (const route of api) {
      const inBody = { token: admin, body: { unheardOf: 1 }, headers: own };
      const inQuery = { token: admin, headers: own };
      const answers = [await gateway.ask(route.method, `${pathOf(route)}?unheardOf=1`, inQuery)];
      if (route.method !== 'GET') answers.push(await ask(route, inBody));
      for (const [index, answer] of answers.entries()) {
        expectProblem(route, answer);
        const fields = (answer.body['errors'] as { field: string }[] | undefined)?.map(({ field }) => field);
        expect({ route: nameOf(route), index, status: answer.status, fields }).toEqual({
          route: nameOf(route),
          index,
          status: 400,
          fields: expect.arrayContaining(['unheardOf']),
        });
      }
    }
  });

  it('answers malformed input with a coded refusal', async () => {
    const bodies = ['{', 'null', '[]', '"text"', '{"__proto__":{"x":1}}', '{"username":{"$ne":1},"password":[]}', '12'];
    for (const route of api.filter(({ method }) => method !== 'GET')) {
      for (const body of bodies) {
        const answer = await gateway.ask(route.method, pathOf(route), { token: admin, body });
        // A body of no fields is none: such a route is then refused for its id, or is not malformed at all.
        if (answer.status >= 300) expectProblem(route, answer);
        else expect(route.inputs.body).toBe(false);
      }
    }
  });

  it('refuses ids that are none', async () => {
    for (const route of api.filter(({ path }) => path.includes(':'))) {
      for (const id of ['1', '%00', '..%2f..', "'%20or%201=1", 'x'.repeat(500)]) {
        const path = route.path.replace(/:\w+/g, id);
        const answer = await gateway.ask(route.method, path, {
          token: admin,
          body: undefined,
          headers: { 'if-match': '*' },
        });
        expect({
          route: nameOf(route),
          id,
          known: isErrorCode(String(answer.body['code'])),
          status: answer.status,
        }).toEqual({
          route: nameOf(route),
          id,
          known: true,
          status: expect.any(Number),
        });
        expect(answer.status).toBeLessThan(500);
      }
    }
  });
});
