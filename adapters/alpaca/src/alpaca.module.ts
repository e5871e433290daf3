import { Module } from '@nestjs/common';
import { AlpacaAdapter } from './alpaca.adapter.js';
import { parseAlpacaConfig } from './config.js';

/** Provides AlpacaAdapter, configured by the ALPACA_ variables. */
@Module({
  providers: [{ provide: AlpacaAdapter, useFactory: () => new AlpacaAdapter(parseAlpacaConfig(process.env)) }],
  exports: [AlpacaAdapter],
})
export class AlpacaAdapterModule {}
