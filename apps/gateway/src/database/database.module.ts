import { Clock, EventLog, SystemClock } from '@bourseworks/ports';
import {
  Injectable,
  Module,
  type DynamicModule,
  type FactoryProvider,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { AuditLog, type AuditOptions } from '../audit/audit-log.js';
import { Db } from './db.js';
import type { SqliteOptions } from './sqlite/sqlite-driver.js';

export interface DatabaseSettings {
  readonly sqlite: SqliteOptions;
  readonly audit: AuditOptions;
}

const SETTINGS = Symbol('database settings');

/**
 * The last to stop: what others do in `onModuleDestroy` and `beforeApplicationShutdown` is still recorded. Nobody may need the
 * database in `onApplicationShutdown`.
 */
@Injectable()
export class DatabaseEnd implements OnApplicationShutdown {
  constructor(
    private readonly db: Db,
    private readonly audit: AuditLog,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    try {
      await this.audit.checkpoint();
    } finally {
      await this.db.close();
    }
  }
}

/** `Db`, migrated, and the `AuditLog` in it, for every module; and the machine's `Clock`. */
@Module({})
export class DatabaseModule {
  /** `imports`, `inject` and `useFactory` as in any provider: the path and the key come from the service's settings. */
  static forRoot(
    settings: Pick<FactoryProvider<DatabaseSettings | Promise<DatabaseSettings>>, 'inject' | 'useFactory'> &
      Pick<DynamicModule, 'imports'>,
  ): DynamicModule {
    const { imports = [], inject = [], useFactory } = settings;
    return {
      module: DatabaseModule,
      global: true,
      imports,
      providers: [
        { provide: SETTINGS, inject, useFactory },
        { provide: Clock, useClass: SystemClock },
        { provide: Db, inject: [SETTINGS], useFactory: ({ sqlite }: DatabaseSettings) => Db.open(sqlite) },
        {
          provide: AuditLog,
          inject: [Db, Clock, EventLog, SETTINGS],
          useFactory: (db: Db, clock: Clock, log: EventLog, { audit }: DatabaseSettings) =>
            new AuditLog(db, clock, log, audit),
        },
        DatabaseEnd,
      ],
      exports: [Clock, Db, AuditLog],
    };
  }
}
