import { describeMarketDataContract } from '@bourseworks/testkit';
import { dataHarness } from '../../test/data-harness.js';

describeMarketDataContract('alpaca, crypto', dataHarness(true));
