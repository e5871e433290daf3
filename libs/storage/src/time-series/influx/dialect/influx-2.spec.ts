import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SystemClock, type Point, type SeriesKey } from '@bourseworks/ports';
import { InfluxStandIn } from '../../../../test/influx-stand-in/influx-stand-in.js';
import { describeStandInContract } from '../../../../test/influx-stand-in/stand-in-contract.js';
import { InfluxTimeSeries } from '../influx-time-series.js';

describeStandInContract(2);

const KEY: SeriesKey = { measurement: 'trade', tags: { symbol: 'BTC/USD', time: "it's" } };
const END_US = 1_700_000_000_000_000;

describe('InfluxDB 2.x', () => {
  let standIn: InfluxStandIn;
  let client: InfluxTimeSeries;

  beforeEach(async () => {
    standIn = await InfluxStandIn.start(2);
    client = new InfluxTimeSeries({ server: standIn.server, timeoutUs: 1_000_000 }, new SystemClock());
  });

  afterEach(async () => {
    await client.close();
    await standIn.end();
  });

  it.each([true, false])(
    'has points removed to the last nanosecond, and no further: its stop is included: %s',
    async (takes) => {
      standIn.takesStop = takes;
      const around: Point[] = [
        { us: END_US - 1, ns: 998, fields: { value: 1 } },
        { us: END_US - 1, ns: 999, fields: { value: 2 } },
        { us: END_US, ns: 0, fields: { value: 3 } },
      ];
      await client.write(KEY, around);
      await client.remove(KEY, 0, END_US);
      const left: Point[] = [];
      const take = async (part: readonly Point[]): Promise<void> => void left.push(...part);
      await client.read(KEY, 0, Number.MAX_SAFE_INTEGER, take, new AbortController().signal);
      // One that does not include it is asked a second time, and takes no more for it.
      expect(left).toEqual(around.slice(2));
      expect(standIn.asked.filter((one) => one === 'POST /api/v2/delete')).toHaveLength(takes ? 1 : 2);
    },
  );

  it('says what its bucket takes, and not what others do', async () => {
    await client.write(KEY, [{ us: 1, ns: 0, fields: { value: 1 } }]);
    expect(await client.bytes()).toBe(4_200_000);
  });

  it('gets what is long in packed form, and short lines as they are', async () => {
    const points = Array.from({ length: 10_000 }, (_, us) => ({ us, ns: 0, fields: { value: us } }));
    await client.write(KEY, points);
    await client.write(KEY, points.slice(0, 1));
    const packed = 'POST /api/v2/write packed';
    expect(standIn.asked).toEqual([packed, packed, 'POST /api/v2/write']);
  });
});
