import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SystemClock, type SeriesKey } from '@bourseworks/ports';
import { InfluxStandIn } from '../../../../test/influx-stand-in/influx-stand-in.js';
import { describeStandInContract } from '../../../../test/influx-stand-in/stand-in-contract.js';
import { InfluxTimeSeries } from '../influx-time-series.js';

describeStandInContract(3);

const KEY: SeriesKey = { measurement: 'trade', tags: { symbol: 'BTC/USD' } };

describe('InfluxDB 3.x', () => {
  let standIn: InfluxStandIn;
  let client: InfluxTimeSeries;

  beforeEach(async () => {
    standIn = await InfluxStandIn.start(3);
    client = new InfluxTimeSeries({ server: standIn.server, timeoutUs: 1_000_000 }, new SystemClock());
  });

  afterEach(async () => {
    await client.close();
    await standIn.end();
  });

  it('has points marked that are removed, since it removes none', async () => {
    await client.write(
      KEY,
      [1, 2].map((us) => ({ us, ns: 0, fields: { value: us } })),
    );
    await client.remove(KEY, 0, 2);
    const [rows] = standIn.database.answer({
      kind: 'select',
      field: 'point',
      first: false,
      measurement: 'trade',
      conditions: [],
      groups: false,
      limit: 10,
    });
    expect(rows?.values).toEqual([
      ['1970-01-01T00:00:00.000001Z', ''],
      ['1970-01-01T00:00:00.000002Z', '{"value":2}'],
    ]);
    expect(standIn.asked).toEqual(['POST /api/v2/write', 'GET /query', 'POST /api/v2/write']);
  });

  it('says what the files of its tables take', async () => {
    expect(await client.bytes()).toBe(0);
    for (const measurement of ['trade', 'bar'])
      await client.write({ measurement, tags: {} }, [{ us: 1, ns: 0, fields: { value: 1 } }]);
    expect(await client.bytes()).toBe(2 * 4_096);
  });
});
