import { describeBrokerContract } from '@bourseworks/testkit';
import { simHarness } from '../../test/contract.js';

describeBrokerContract('the sim adapter', simHarness);
