import { RUN_NAME, RUN_NAME_RULE } from '@bourseworks/dto/shapes';
import { Setting } from '@bourseworks/observability';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, Min, MinLength } from 'class-validator';
import { OUTSIDE_POLICIES, POSITION_POLICIES, type OutsidePolicy, type PositionPolicy } from '../reconcile/policies.js';

/** Settings of the OMS, from environment variables of these names. */
export class OmsConfig {
  @Setting('directory of the journal (in `oms/` below it): a local disk, for one OMS alone')
  @IsString()
  @MinLength(1)
  DATA_DIR = './var';

  @Setting('folder of `public.key`, by which commands of people are verified; `actor` below `DATA_DIR` without it')
  @IsOptional()
  @IsString()
  ACTOR_KEYS_DIR?: string;

  @Setting(
    'first part of every `clOrdId`, so that orders of two environments at one broker never share an id',
    '1 to 12 small letters or digits',
  )
  @Matches(/^[a-z0-9]{1,12}$/, { message: 'BOURSEWORKS_ENV must be 1-12 small letters or digits' })
  BOURSEWORKS_ENV = 'dev';

  @Setting(
    'JSON list of accounts, at most 1 000; `adapters` names the brokers that hold one, all without it',
    'list of {id, currency, cash, adapters}',
  )
  @IsString()
  ACCOUNTS = '[{"id":"SIM","currency":"USD","cash":"1000000"}]';

  @Setting('JSON or YAML file with the risk limits; built-in limits without it')
  @IsOptional()
  @IsString()
  RISK_FILE?: string;

  @Setting('checks of your own: functions that make one', 'list of path/to/module.js#export, separated by commas')
  @IsOptional()
  @IsString()
  RISK_CHECKS?: string;

  @Setting('how long a kill may take to be verified, and then to close positions, before it is escalated, seconds')
  @IsInt()
  @Min(1)
  @Max(600)
  KILL_VERIFY_SECONDS = 5;

  @Setting('whether a kill switch is taken off by two people only, within 15 minutes')
  @IsBoolean()
  REARM_SECOND_PERSON = false;

  @Setting('how long after the end of a lease its holder may still show a sign of life, seconds')
  @IsInt()
  @Min(0)
  @Max(3_600)
  LEASE_GRACE_SECONDS = 5;

  @Setting('JSON file of rules by which orders that name no adapter go to a broker; by what brokers can do without it')
  @IsOptional()
  @IsString()
  ROUTING_FILE?: string;

  @Setting('orders that were placed past this OMS: `flag` raises an alarm, `adopt` takes them over')
  @IsIn(OUTSIDE_POLICIES)
  OUTSIDE_ORDERS: OutsidePolicy = 'flag';

  @Setting('positions that differ from the broker’s: `adjust` brings them to it, `flag` raises an alarm alone')
  @IsIn(POSITION_POLICIES)
  RECONCILE_POSITIONS: PositionPolicy = 'adjust';

  @Setting(
    'how often orders, positions and cash are compared with the brokers, seconds; 0 only at the start and after losses',
  )
  @IsInt()
  @Min(0)
  @Max(86_400)
  RECONCILE_SECONDS = 300;

  @Setting('whether it waits, as a standby, while another OMS is active on the same `DATA_DIR`; else it ends at once')
  @IsBoolean()
  OMS_STANDBY = false;
  @Setting('records between two snapshots of the state, from which a start goes on; 0 for none')
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  SNAPSHOT_RECORDS = 200_000;

  @Setting('whether records before the last but one snapshot move into archive files beside the journal')
  @IsBoolean()
  JOURNAL_ARCHIVE = false;

  @Setting('name of the lock-step run that this process belongs to; live without it', RUN_NAME_RULE)
  @IsOptional()
  @Matches(RUN_NAME, { message: `REPLAY_RUN must be ${RUN_NAME_RULE}` })
  REPLAY_RUN?: string;
}
