import { relative } from 'node:path';

const slowest = 10;

/** One line a suite with its time, failures in full, the slowest suites at the end. */
export default class SuiteTimesReporter {
  #root;
  #times = [];

  constructor(globalConfig) {
    this.#root = globalConfig.rootDir;
  }

  onTestResult(_test, result) {
    const path = relative(this.#root, result.testFilePath);
    const time = Math.max(0, result.perfStats.end - result.perfStats.start);
    const failed = result.numFailingTests > 0 || result.testExecError;
    this.#times.push([path, time]);
    const skipped = result.numPendingTests > 0 ? `, ${result.numPendingTests} skipped` : '';
    const tests = `${result.numPassingTests + result.numFailingTests} tests${skipped}`;
    this.#print(`${failed ? 'FAIL' : 'pass'}  ${(time / 1000).toFixed(2).padStart(6)} s  ${path} (${tests})`);
    if (failed) this.#print(result.failureMessage ?? String(result.testExecError));
    for (const entry of result.console ?? []) this.#print(`      console.${entry.type}: ${entry.message}`);
  }

  onRunComplete(_contexts, results) {
    const total = (Date.now() - results.startTime) / 1000;
    this.#print(`\n${results.numTotalTestSuites} suites in ${total.toFixed(1)} s; the slowest:`);
    for (const [path, time] of this.#times.sort((a, b) => b[1] - a[1]).slice(0, slowest)) {
      this.#print(`      ${(time / 1000).toFixed(2).padStart(6)} s  ${path}`);
    }
    if (results.numTotalTests === 0) this.#print('No test matched.');
  }

  #print(text) {
    process.stderr.write(`${text}\n`);
  }
}
