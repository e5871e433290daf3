import { Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import { ConfigModule, registerAs } from '@nestjs/config';
import { loadEnv } from './load-env.js';

@Module({})
class EnvConfigModule {}

/**
 * A global module that provides `Schema`, a class validated by loadEnv, as its own injection token; ConfigService sees
 * the same values under the class's name. A bad value fails the start with a ConfigError.
 */
export function defineConfig<T extends object>(Schema: Type<T>, env: NodeJS.ProcessEnv = process.env): DynamicModule {
  const load = [registerAs(Schema.name, () => ({ ...loadEnv(Schema, env) }))];
  return {
    module: EnvConfigModule,
    global: true,
    imports: [ConfigModule.forRoot({ isGlobal: true, cache: true, ignoreEnvFile: true, load })],
    providers: [{ provide: Schema, useFactory: () => loadEnv(Schema, env) }],
    exports: [Schema],
  };
}
