import { EnvVar, Setting } from '@bourseworks/observability';
import { ArrayMinSize, IsBoolean, IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { LISTINGS } from '../instruments/listings.js';

/** Settings of the simulated exchange, from the environment. */
export class ExchangeConfig {
  @Setting('seed of every random walk; the same seed gives the same market history up to the clock')
  @EnvVar('EXCHANGE_SEED')
  @IsInt()
  @Min(0)
  @Max(4_294_967_295)
  seed = 42;

  @Setting('steps of the background market a second, over all instruments; 0 stands still')
  @EnvVar('EXCHANGE_TICKS_PER_SECOND')
  @IsInt()
  @Min(0)
  @Max(20_000)
  ticksPerSecond = 20;

  @Setting('hours of bars made up at the start')
  @EnvVar('EXCHANGE_HISTORY_HOURS')
  @IsInt()
  @Min(0)
  @Max(48)
  historyHours = 6;

  @Setting('which of these it lists')
  @EnvVar('EXCHANGE_INSTRUMENTS')
  @ArrayMinSize(1)
  @IsIn(LISTINGS.map((listing) => listing.spec.symbol), { each: true })
  instruments: string[] = LISTINGS.map((listing) => listing.spec.symbol);

  @Setting('cash of an account when it is opened, USD', 'decimal, up to 15 digits before the point and 8 after it')
  @EnvVar('EXCHANGE_INITIAL_CASH')
  @Matches(/^\d{1,15}(\.\d{1,8})?$/)
  initialCash = '1000000';

  @Setting('parts per million of the notional; negative is a rebate')
  @EnvVar('EXCHANGE_MAKER_FEE_PPM')
  @IsInt()
  @Min(-10_000)
  @Max(10_000)
  makerFeePpm = 20;

  @Setting('parts per million of the notional')
  @EnvVar('EXCHANGE_TAKER_FEE_PPM')
  @IsInt()
  @Min(0)
  @Max(10_000)
  takerFeePpm = 100;

  @Setting('bytes that may wait for one WebSocket client before it is cut off as too slow')
  @EnvVar('EXCHANGE_CLIENT_BUFFER_BYTES')
  @IsInt()
  @Min(65_536)
  @Max(67_108_864)
  clientBufferBytes = 2_097_152;

  @Setting('WebSocket clients')
  @EnvVar('EXCHANGE_MAX_CLIENTS')
  @IsInt()
  @Min(1)
  @Max(10_000)
  maxClients = 256;

  @Setting('interval of pings, milliseconds')
  @EnvVar('EXCHANGE_HEARTBEAT_MS')
  @IsInt()
  @Min(50)
  @Max(60_000)
  heartbeatMs = 5_000;

  @Setting('lets tests break what clients send, at `/api/test`; for tests only')
  @EnvVar('EXCHANGE_TEST_CONTROLS')
  @IsBoolean()
  testControls = false;
}
