import { describeMarketDataContract } from '@bourseworks/testkit';
import { binanceFeedHarness } from '../../test/market-data/contract.js';

describeMarketDataContract('Binance, spot', binanceFeedHarness('spot'));
describeMarketDataContract('Binance, USD-M futures', binanceFeedHarness('usdm'));
