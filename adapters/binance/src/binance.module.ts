import { Module } from '@nestjs/common';
import { BinanceAdapter, BinanceUsdmAdapter } from './binance.adapter.js';
import { hasKeys, parseBinanceConfig, parseBinanceDataConfig, type BinanceConfig, type MarketName } from './config.js';

/** Without keys there are no orders. */
function brokerConfig(market: MarketName): BinanceConfig | undefined {
  return hasKeys(market, process.env) ? parseBinanceConfig(market, process.env) : undefined;
}

/** Provides BinanceAdapter, configured by the variables of `binanceSettings`. */
@Module({
  providers: [
    {
      provide: BinanceAdapter,
      useFactory: () => new BinanceAdapter(parseBinanceDataConfig('binance', process.env), brokerConfig('binance')),
    },
  ],
  exports: [BinanceAdapter],
})
export class BinanceAdapterModule {}

/** Provides BinanceUsdmAdapter, configured by the variables of `binanceUsdmSettings`. */
@Module({
  providers: [
    {
      provide: BinanceUsdmAdapter,
      useFactory: () =>
        new BinanceUsdmAdapter(parseBinanceDataConfig('binance-usdm', process.env), brokerConfig('binance-usdm')),
    },
  ],
  exports: [BinanceUsdmAdapter],
})
export class BinanceUsdmAdapterModule {}
