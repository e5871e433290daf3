import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { repoRoot } from '@bourseworks/testkit';
import { openApiText } from '../src/http/openapi-text.js';
import { routeInventory } from '../src/http/route-inventory.js';
import { TestGateway } from './gateway.js';

interface Operation {
  readonly security: unknown[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, { content?: Record<string, unknown> }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { properties: Record<string, unknown> }>> };
}

const file = readFileSync(join(repoRoot(), 'docs/api/openapi.json'), 'utf8');
const document = JSON.parse(file) as Document;

describe('the OpenAPI document', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await TestGateway.start();
  });

  afterAll(() => gateway.stop());

  it('in the repository is the one that the code gives (npm run docs), and the one that is served', async () => {
    expect(file).toBe(await openApiText());
    const served = await gateway.ask('GET', '/api/docs/openapi.json');
    expect(served.body).toEqual(document);
  });

  it('holds every route of the API, with its body and with how it fails', () => {
    const routes = routeInventory(gateway.app).filter(({ path }) => path.startsWith('/api/'));
    for (const { method, path, isPublic, inputs } of routes) {
      const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      expect(operation).toBeDefined();
      expect(operation?.responses['default']?.content).toHaveProperty(['application/problem+json']);
      expect(operation?.security).toEqual(isPublic ? [] : [{ bearer: [] }]);
      expect({ path, body: operation?.requestBody !== undefined }).toEqual({ path, body: inputs.body });
    }
    const operations = Object.values(document.paths).flatMap((item) => Object.keys(item));
    expect(operations).toHaveLength(routes.length);
  });

  it('has a property for each field that is validated', () => {
    for (const { inputs } of routeInventory(gateway.app)) {
      for (const type of inputs.types) {
        const schema = document.components.schemas[type.name];
        if (schema)
          expect({ type: type.name, empty: Object.keys(schema.properties).length === 0 }).toEqual({
            type: type.name,
            empty: false,
          });
      }
    }
    expect(document.components.schemas['CreateUserBody'].properties['username']).toEqual({
      type: 'string',
      pattern: '^[A-Za-z][A-Za-z0-9._-]{2,63}$',
    });
    // An object inside a body is validated too.
    expect(document.components.schemas['ListedOrder'].properties).toMatchObject({
      role: { enum: ['ENTRY', 'CHILD', 'LEG', 'TAKE_PROFIT', 'STOP_LOSS'] },
      side: { enum: ['BUY', 'SELL'] },
    });
  });
});
