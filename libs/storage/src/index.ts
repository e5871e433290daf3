export { isLoopback } from './is-loopback.js';
export { MemoryKeyValue, MemoryStore } from './key-value/memory/memory-key-value.js';
export { openKeyValue, type KeyValueOptions } from './key-value/open-key-value.js';
export type { RedisKeyValueOptions, RedisServer } from './key-value/redis/redis-options.js';
export type { SqliteKeyValueOptions } from './key-value/sqlite/sqlite-key-value.js';
export type { InfluxServer, InfluxTimeSeriesOptions } from './time-series/influx/influx-options.js';
export { openTimeSeries, type TimeSeriesOptions } from './time-series/open-time-series.js';
export type { Eviction, OnEvict, SqliteTimeSeriesOptions } from './time-series/sqlite/sqlite-time-series.js';
