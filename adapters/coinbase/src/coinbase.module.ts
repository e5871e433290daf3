import { Module } from '@nestjs/common';
import { CoinbaseAdapter } from './coinbase.adapter.js';
import { parseCoinbaseConfig } from './config.js';

/** Provides CoinbaseAdapter, configured by the variables of `coinbaseSettings`. */
@Module({
  providers: [{ provide: CoinbaseAdapter, useFactory: () => new CoinbaseAdapter(parseCoinbaseConfig(process.env)) }],
  exports: [CoinbaseAdapter],
})
export class CoinbaseAdapterModule {}
