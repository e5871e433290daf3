import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { EventLog } from '@bourseworks/ports';
import { Module, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import type { AuthenticatedRequest } from '../src/http/current-user.js';
import { DatabaseModule } from '../src/database/database.module.js';
import { Db } from '../src/database/db.js';
import type { Row } from '../src/database/schema.js';
import { validationPipe } from '../src/http/field-errors.js';
import { ProblemFilter } from '../src/http/problem.filter.js';
import { ProfilesModule } from '../src/profiles/profiles.module.js';
import { WatchlistsModule } from '../src/watchlists/watchlists.module.js';
import { WorkspacesModule } from '../src/workspaces/workspaces.module.js';
import { AUDIT_KEY, RecordedLog } from './audit-key.js';
import { addUser, databasePath } from './database.js';

@Module({ providers: [{ provide: EventLog, useClass: RecordedLog }], exports: [EventLog] })
class LogModule {}

/** Lets everybody be whom they say: signing in is tested elsewhere. */
class NamedUserGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const id = String(request.headers['x-user']);
    request.principal = { id, username: id, roles: ['trader'], sid: id };
    return true;
  }
}

export interface Answer {
  readonly status: number;
  readonly etag: string | null;
  // What a test reads out of an answer is the test's own affair.
  readonly body: Record<string, never> & { readonly code?: string };
}

export interface OwnApi {
  readonly db: Db;
  readonly path: string;
  /** Two people, of this test alone after `newPeople`. */
  ann: string;
  bob: string;
  newPeople(): Promise<void>;
  call(user: string, method: string, path: string, body?: unknown, ifMatch?: string | null): Promise<Answer>;
  /** What the two did. */
  audit(): Promise<Row<'audit_log'>[]>;
  close(): Promise<void>;
}

/** The routes of what people keep, over real HTTP and a database in a file. */
export async function startOwnApi(): Promise<OwnApi> {
  const path = databasePath();
  const useFactory = (): object => ({ sqlite: { path }, audit: { key: AUDIT_KEY, checkpointEvery: 100 } });
  const module = await Test.createTestingModule({
    imports: [
      { module: LogModule, global: true },
      DatabaseModule.forRoot({ useFactory: useFactory as never }),
      ProfilesModule,
      WorkspacesModule,
      WatchlistsModule,
    ],
  }).compile();
  const app = module.createNestApplication<NestExpressApplication>({ logger: false });
  app.useBodyParser('json', { limit: '1mb' });
  app.useGlobalGuards(new NamedUserGuard());
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(new RecordedLog()));
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const db = app.get(Db);
  const api: OwnApi = {
    db,
    path,
    ann: '',
    bob: '',
    newPeople: async () => {
      api.ann = await addUser(db, randomUUID());
      api.bob = await addUser(db, randomUUID());
    },
    call: (user, method, route, body, ifMatch) =>
      call(`http://127.0.0.1:${port}/${route}`, user, method, body, ifMatch),
    audit: async () => {
      const query = db.kysely.selectFrom('audit_log').selectAll().where('user_id', 'in', [api.ann, api.bob]);
      return query.orderBy('sequence').execute();
    },
    close: async () => app.close(),
  };
  return api;
}

async function call(
  url: string,
  user: string,
  method: string,
  body: unknown,
  ifMatch?: string | null,
): Promise<Answer> {
  const headers: Record<string, string> = { 'x-user': user };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (typeof ifMatch === 'string') headers['if-match'] = ifMatch;
  const response = await fetch(url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await response.text();
  return {
    status: response.status,
    etag: response.headers.get('etag'),
    body: (text === '' ? {} : JSON.parse(text)) as Answer['body'],
  };
}
