import { describeMarketDataContract, describeWith } from '@bourseworks/testkit';
import { HARNESS, installedCcxt } from '../../test/harness.js';

describeWith(installedCcxt(), 'with ccxt itself', () => describeMarketDataContract('ccxt', HARNESS));
