import { describeMarketDataContract } from '@bourseworks/testkit';
import { simDataHarness } from '../../test/stand-in.js';

describeMarketDataContract('sim', simDataHarness);
