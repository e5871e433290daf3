import { Module } from '@nestjs/common';
import { parseSimConfig } from './config.js';
import { SimAdapter } from './sim.adapter.js';

/** Provides SimAdapter, configured by EXCHANGE_URL, EXCHANGE_API_KEY_PREFIX and EXCHANGE_REQUEST_TIMEOUT_MS. */
@Module({
  providers: [{ provide: SimAdapter, useFactory: () => new SimAdapter(parseSimConfig(process.env)) }],
  exports: [SimAdapter],
})
export class SimAdapterModule {}
