import { Module } from '@nestjs/common';
import { CcxtAdapter } from './ccxt.adapter.js';
import { hasKeys, parseCcxtConfig, parseCcxtDataConfig } from './config.js';
import { loadExchange, requireCcxt } from './load-ccxt.js';

/** Numbers as the decimal texts that came: no binary error in between. */
const AS_TEXT = { number: String };

async function createAdapter(): Promise<CcxtAdapter> {
  const data = parseCcxtDataConfig(process.env);
  requireCcxt();
  if (!hasKeys(process.env)) return new CcxtAdapter(data);
  const config = parseCcxtConfig(process.env);
  return new CcxtAdapter(data, { ...config, exchange: await loadExchange(config, AS_TEXT) });
}

/** Provides CcxtAdapter, configured by the variables CCXT_*. */
@Module({
  providers: [{ provide: CcxtAdapter, useFactory: createAdapter }],
  exports: [CcxtAdapter],
})
export class CcxtAdapterModule {}
