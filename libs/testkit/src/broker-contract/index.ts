export { BROKER_CONTRACT, describeBrokerContract } from './contract.js';
export type { ContractCase } from './contract-case.js';
export {
  VENUE_COMMANDS,
  VENUE_FAULTS,
  type BrokerHarness,
  type VenueCommand,
  type VenueControl,
  type VenueControls,
  type VenueFault,
  type VenueUnderTest,
} from './harness.js';
export { RecordingBrokerSink } from './recording-sink.js';
export { Trial } from './trial.js';
