export { KEY_VALUE_CONTRACT, describeKeyValueContract } from './contract.js';
export type { KeyValueCase } from './contract-case.js';
export {
  STORE_ABSENCES,
  type KeyValueControl,
  type KeyValueControls,
  type KeyValueHarness,
  type KeyValueUnderTest,
  type StoreAbsence,
} from './harness.js';
