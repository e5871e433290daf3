import { ERRORS } from '@bourseworks/domain';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { describeRequest } from './dto-schemas.js';
import { API_PREFIX, routeInventory, type RouteEntry } from './route-inventory.js';

export const DOCS_PATH = 'api/docs';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const problemRef = '#/components/schemas/Problem';

const problemSchema = {
  type: 'object',
  description: 'Problem details (RFC 9457).',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string', enum: Object.keys(ERRORS).toSorted() },
    correlationId: { type: 'string' },
    details: { type: 'object', additionalProperties: true },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

const templateOf = ({ path }: RouteEntry): string => path.replace(/:(\w+)/g, '{$1}');

/** What no decorator has to repeat: who may call, and how every failure looks. */
function complete(operation: Operation, route: RouteEntry): void {
  operation.security = route.isPublic ? [] : [{ bearer: [] }];
  if (route.roles) operation.description = `${operation.description ?? ''} Roles: ${route.roles.join(', ')}.`.trim();
  operation.responses['default'] = {
    description: 'Problem details.',
    content: { 'application/problem+json': { schema: { $ref: problemRef } } },
  };
}

/** The reference of the API as the code has it; the application need not listen. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const routes = routeInventory(app);
  for (const dto of routes.flatMap(({ inputs }) => inputs.types)) describeRequest(dto);
  const config = new DocumentBuilder()
    .setTitle('Bourseworks gateway')
    .setDescription(
      'REST interface of the gateway. Times are milliseconds since the epoch, prices and quantities text.',
    )
    .setVersion('1')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, config);
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problemSchema as never },
  };
  // Probes and metrics are the same at every service, and no part of this interface.
  for (const path of Object.keys(document.paths)) if (!path.startsWith(`/${API_PREFIX}/`)) delete document.paths[path];
  for (const route of routes) {
    const item = document.paths[templateOf(route)];
    const method = METHODS.find((name) => name === route.method.toLowerCase());
    const operation = method && item?.[method];
    if (operation) complete(operation, route);
  }
  return document;
}

/** The reference as a page at /api/docs and as /api/docs/openapi.json. Anybody who reaches the port reads it. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup(DOCS_PATH, app, () => openApiDocument(app), { jsonDocumentUrl: `${DOCS_PATH}/openapi.json` });
}
