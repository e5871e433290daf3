import { describeMarketDataContract } from '@bourseworks/testkit';
import { ASKED_HARNESS } from '../../test/asked-harness.js';

describeMarketDataContract('ccxt without streams', ASKED_HARNESS);
