import { describeBrokerContract } from '@bourseworks/testkit';
import { alpacaHarness } from '../../test/contract.js';

describeBrokerContract('the alpaca adapter', alpacaHarness);
