export { APPENDIX_D, ORDER as APPENDIX_D_ORDER, type Scenario, type Step } from './appendix-d/index.js';
export * from './broker-contract/index.js';
export { CountingClock } from './counting-clock.js';
export { data, dataRoot, dataTest, describeWithData } from './data/data-test.js';
export { differentRows, type DifferentRow } from './different-rows.js';
export { describeWith, met, testWith, type Requirement } from './requirement/requirement.js';
export { describeWithProgram, programPath, programTest } from './program/program-test.js';
export { entry } from './entry.js';
export { eventually } from './eventually.js';
export { freePort } from './free-port.js';
export { startProcess } from './process/start-process.js';
export type { LogLine, ProcessExit, ProcessOptions, StartedProcess } from './process/started-process.js';
export * from './key-value-contract/index.js';
export * from './market-data-contract/index.js';
export * from './time-series-contract/index.js';
export { repoRoot } from './repo-root.js';
export { signedBody } from './signed-body.js';
export { tempDir } from './temp-dir.js';
export { VirtualClock } from './virtual-clock.js';
export {
  ALPACA_KEY_ID,
  ALPACA_SECRET_KEY,
  AlpacaDataStandIn,
  AlpacaStandIn,
  type AlpacaDataOptions,
  type AlpacaFault,
  type AlpacaFill,
  type AlpacaOrder,
  type AlpacaRequest,
  type TradeUpdate,
} from './venues/alpaca/index.js';
export * from './venues/binance/index.js';
export { CoinbaseStandIn } from './venues/coinbase/index.js';
export * from './venues/feed/index.js';
export { KrakenStandIn } from './venues/kraken/index.js';
