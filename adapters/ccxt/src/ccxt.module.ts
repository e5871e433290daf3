import { Module } from '@nestjs/common';
import { CcxtAdapter } from './ccxt.adapter.js';
import { parseCcxtConfig } from './config.js';
import { loadExchange } from './load-ccxt.js';

async function createAdapter(): Promise<CcxtAdapter> {
  const config = parseCcxtConfig(process.env);
  return new CcxtAdapter(config, await loadExchange(config));
}

/** Provides CcxtAdapter, configured by the variables CCXT_*. */
@Module({
  providers: [{ provide: CcxtAdapter, useFactory: createAdapter }],
  exports: [CcxtAdapter],
})
export class CcxtAdapterModule {}
