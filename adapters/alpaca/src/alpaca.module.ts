import { Module } from '@nestjs/common';
import { AlpacaAdapter } from './alpaca.adapter.js';
import { hasAccount, parseAlpacaConfig, parseAlpacaDataConfig } from './config.js';

/** Provides AlpacaAdapter, configured by the variables of `alpacaSettings`. Without an account there are no orders. */
@Module({
  providers: [
    {
      provide: AlpacaAdapter,
      useFactory: () => {
        const { env } = process;
        return new AlpacaAdapter(parseAlpacaDataConfig(env), hasAccount(env) ? parseAlpacaConfig(env) : undefined);
      },
    },
  ],
  exports: [AlpacaAdapter],
})
export class AlpacaAdapterModule {}
