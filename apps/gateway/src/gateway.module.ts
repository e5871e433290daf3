import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { gatewayDatabase } from '@bourseworks/audit';
import { ConfigError, defineConfig, ObservabilityModule } from '@bourseworks/observability';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AccessModule } from './auth/access.module.js';
import { GatewayBusModule } from './bus/bus.module.js';
import { CommandsModule } from './commands/commands.module.js';
import { KeyRing } from './auth/key-ring.js';
import { KeysModule } from './auth/keys.module.js';
import { GatewayConfig } from './config/gateway-config.js';
import { DatabaseModule, type DatabaseSettings } from './database/database.module.js';
import { keepPrivate } from './database/sqlite/private-file.js';
import { ProblemFilter } from './http/problem.filter.js';
import { ProfilesModule } from './profiles/profiles.module.js';
import { SocketsModule } from './sockets/sockets.module.js';
import { TradingModule } from './trading.module.js';
import { WatchlistsModule } from './watchlists/watchlists.module.js';
import { WorkspacesModule } from './workspaces/workspaces.module.js';

function databaseSettings({ dataDir }: GatewayConfig, keys: KeyRing): DatabaseSettings {
  const path = gatewayDatabase(dataDir);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    keepPrivate(path);
  } catch (error) {
    throw new ConfigError([
      `DATA_DIR: ${path} cannot be made or kept private (${(error as NodeJS.ErrnoException).code})`,
    ]);
  }
  return { sqlite: { path }, audit: { key: keys.auditKey } };
}

/** The REST gateway: people, what they keep, and the platform as they see and command it. */
@Module({})
export class GatewayModule {
  static fromEnv(env: NodeJS.ProcessEnv = process.env): DynamicModule {
    return {
      module: GatewayModule,
      imports: [
        ObservabilityModule.forService('gateway', { env }),
        defineConfig(GatewayConfig, env),
        KeysModule,
        DatabaseModule.forRoot({ inject: [GatewayConfig, KeyRing], useFactory: databaseSettings }),
        GatewayBusModule.fromEnv(env),
        AccessModule,
        ProfilesModule,
        WorkspacesModule,
        WatchlistsModule,
        SocketsModule,
        CommandsModule,
        TradingModule,
      ],
      providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
    };
  }
}
