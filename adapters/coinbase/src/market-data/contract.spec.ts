import { describeMarketDataContract } from '@bourseworks/testkit';
import { HARNESS } from '../../test/harness.js';

describeMarketDataContract('coinbase', HARNESS);
