import { describeBrokerContract } from '@bourseworks/testkit';
import { ccxtHarness } from '../../test/contract.js';

describeBrokerContract('the ccxt adapter', ccxtHarness);
