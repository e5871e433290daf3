import type { SettingSpec } from '@bourseworks/ports';

/** What the specs read. */
export const testSettings: readonly SettingSpec[] = [
  {
    name: 'BOURSEWORKS_DATA',
    default: '../shared/data',
    meaning: 'folder of the public market data that some specs use',
  },
  {
    name: 'REQUIRE_ALL_TESTS',
    meaning: 'fails a spec that would be skipped for want of data or a program',
    values: '1',
  },
];
