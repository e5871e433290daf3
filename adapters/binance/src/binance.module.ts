import { Module } from '@nestjs/common';
import { BinanceAdapter, BinanceUsdmAdapter } from './binance.adapter.js';
import { parseBinanceConfig } from './config.js';

/** Provides BinanceAdapter, configured by the variables of `binanceSettings`. */
@Module({
  providers: [
    { provide: BinanceAdapter, useFactory: () => new BinanceAdapter(parseBinanceConfig('binance', process.env)) },
  ],
  exports: [BinanceAdapter],
})
export class BinanceAdapterModule {}

/** Provides BinanceUsdmAdapter, configured by the variables of `binanceUsdmSettings`. */
@Module({
  providers: [
    {
      provide: BinanceUsdmAdapter,
      useFactory: () => new BinanceUsdmAdapter(parseBinanceConfig('binance-usdm', process.env)),
    },
  ],
  exports: [BinanceUsdmAdapter],
})
export class BinanceUsdmAdapterModule {}
