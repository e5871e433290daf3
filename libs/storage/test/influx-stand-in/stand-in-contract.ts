import { SystemClock } from '@bourseworks/ports';
import { describeTimeSeriesContract } from '@bourseworks/testkit';
import { InfluxTimeSeries } from '../../src/time-series/influx/influx-time-series.js';
import { InfluxStandIn } from './influx-stand-in.js';

const TIMEOUT_US = 1_000_000;

/** The contract over what is documented of a version. Not over a process that writes: requests are the same ones there. */
export function describeStandInContract(version: 2 | 3): void {
  describeTimeSeriesContract(`a stand-in of InfluxDB ${version}.x`, {
    controls: ['leave', 'comeBack', 'restart'],
    start: async () => {
      const standIn = await InfluxStandIn.start(version);
      return {
        open: async () => new InfluxTimeSeries({ server: standIn.server, timeoutUs: TIMEOUT_US }, new SystemClock()),
        leave: async (how) => {
          standIn.silent = how === 'silent';
          if (!standIn.silent) await standIn.end();
        },
        comeBack: async () => {
          if (!standIn.silent) await standIn.run();
          standIn.silent = false;
        },
        restart: async () => {
          await standIn.end();
          await standIn.run();
        },
        close: () => standIn.end(),
      };
    },
  });
}
