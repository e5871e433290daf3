import { modelHarness } from '../../test/model-venue/model-harness.js';
import { describeMarketDataContract } from './contract.js';

describeMarketDataContract('the model venue', modelHarness);
