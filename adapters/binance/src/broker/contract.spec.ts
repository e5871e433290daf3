import { describeBrokerContract } from '@bourseworks/testkit';
import { binanceHarness } from '../../test/contract.js';

describeBrokerContract('Binance, spot', binanceHarness('spot'));
describeBrokerContract('Binance, USD-M futures', binanceHarness('usdm'));
