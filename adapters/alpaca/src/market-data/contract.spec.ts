import { describeMarketDataContract } from '@bourseworks/testkit';
import { dataHarness } from '../../test/data-harness.js';

describeMarketDataContract('alpaca, stocks', dataHarness(false));
