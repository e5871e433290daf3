import { Module } from '@nestjs/common';
import { parseKrakenConfig } from './config.js';
import { KrakenAdapter } from './kraken.adapter.js';

/** Provides KrakenAdapter, configured by the variables of `krakenSettings`. */
@Module({
  providers: [{ provide: KrakenAdapter, useFactory: () => new KrakenAdapter(parseKrakenConfig(process.env)) }],
  exports: [KrakenAdapter],
})
export class KrakenAdapterModule {}
