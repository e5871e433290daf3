import { describeMarketDataContract } from '@bourseworks/testkit';
import { HARNESS } from '../../test/harness.js';

describeMarketDataContract('kraken', HARNESS);
