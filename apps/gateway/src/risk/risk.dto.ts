import type { ErrorCode, OrderType, Side, TimeInForce } from '@bourseworks/domain';
import { ORDER_TYPES, SIDES, TIMES_IN_FORCE } from '@bourseworks/domain';
import {
  RISK_SCOPES,
  TRADING_STATES,
  type LimitsConfigShape,
  type LimitsSetShape,
  type LimitUsageShape,
  type RiskDenialShape,
  type RiskScopeName,
  type TradingStateName,
  type TradingStateSetShape,
  type TradingStateView as TradingStateViewShape,
} from '@bourseworks/dto/shapes';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IsJsonObject } from '../database/validators/is-json-object.js';
import { IsText } from '../database/validators/is-text.js';
import {
  DecimalField,
  IsForeignName,
  IsLimit,
  IsPlainDecimal,
  MayBeLeftOut,
  OptionalField,
  TimeField,
} from '../http/dto-parts.js';
import { OrderInstructionFields } from '../orders/instructions.dto.js';
import { CommandBody } from '../orders/order.dto.js';

/** The OMS takes no more. */
const MAX_LIMITS_BYTES = 200_000;
const MAX_ROWS = 1_000;

export class LimitsQuery {
  @MayBeLeftOut()
  @IsForeignName({ required: false, description: 'Usage of what is above orders of this account.' })
  account?: string;

  @MayBeLeftOut()
  @IsForeignName({ required: false, description: 'Usage of what is above orders of this strategy.' })
  strategy?: string;

  @IsLimit(MAX_ROWS)
  limit?: number;
}

export class LimitUsage implements LimitUsageShape {
  @ApiProperty({ enum: RISK_SCOPES })
  scope: RiskScopeName;

  @ApiProperty()
  id: string;

  @ApiProperty({ description: 'Empty where the limit is not one of an account.' })
  account: string;

  @ApiProperty({ description: '`venue/symbol` where it is counted per instrument, else empty.' })
  symbol: string;

  @ApiProperty({ description: 'Name of the limit in the rules.' })
  kind: string;

  @DecimalField({ description: 'In the unit of what is limited.' })
  limit: string;

  @DecimalField()
  used: string;

  @ApiProperty({ description: 'used / limit in basis points; may be more than 10000.' })
  usedBps: number;
}

export class LimitsAnswer {
  @ApiProperty({ type: Object, description: 'In force: as a limits file, docs/reference/risk-limits.schema.json.' })
  config: LimitsConfigShape;

  @ApiProperty({ type: [LimitUsage], description: 'The most used first.' })
  usage: readonly LimitUsage[];
}

export class LimitsBody extends CommandBody {
  @ApiProperty({
    type: Object,
    description:
      'All limits, as a limits file: docs/reference/risk-limits.schema.json. Its version is above that in force.',
  })
  @IsJsonObject(MAX_LIMITS_BYTES)
  config: Record<string, unknown>;

  @IsText(1, 500)
  reason: string;
}

export class LimitsSet implements LimitsSetShape {
  @ApiProperty({ description: 'In force now.' })
  version: number;

  @ApiProperty({ description: 'Journal sequence.' })
  sequence: number;
}

export class TradingStateView implements TradingStateViewShape {
  @ApiProperty({ enum: RISK_SCOPES })
  scope: RiskScopeName;

  @ApiProperty({ description: '`all` for the firm, `venue/symbol` for a symbol.' })
  id: string;

  @ApiProperty({ enum: TRADING_STATES })
  state: TradingStateName;

  @ApiProperty({ description: '`person`, or the limit that led to it.' })
  cause: string;

  @ApiProperty({ type: String })
  code: ErrorCode;

  @ApiProperty({ description: 'Empty where no person set it.' })
  actor: string;

  @ApiProperty()
  reason: string;

  @TimeField()
  since: number;
}

export class TradingStateList {
  @ApiProperty({ type: [TradingStateView], description: 'Scopes that are not ACTIVE.' })
  states: TradingStateView[];
}

export class TradingStateBody extends CommandBody {
  @IsIn(RISK_SCOPES)
  scope: RiskScopeName;

  @IsForeignName({ description: 'Of the account or strategy; `all` for the firm, `venue/symbol` for a symbol.' })
  id: string;

  @IsIn(TRADING_STATES)
  state: TradingStateName;

  @IsText(1, 500)
  reason: string;
}

export class TradingStateSet implements TradingStateSetShape {
  @ApiProperty({ enum: RISK_SCOPES })
  scope: RiskScopeName;

  @ApiProperty()
  id: string;

  @ApiProperty({ enum: TRADING_STATES, description: 'As it is now.' })
  state: TradingStateName;

  @ApiProperty({ description: 'Orders whose cancel was sent.' })
  cancelled: number;

  @ApiProperty({ description: 'Journal sequence.' })
  sequence: number;
}

export class RiskCheckBody extends OrderInstructionFields {
  @IsForeignName()
  account: string;

  @MayBeLeftOut()
  @IsForeignName({ required: false, description: 'Whose order; default `manual`.' })
  strategy?: string;

  @IsForeignName()
  venue: string;

  @IsForeignName()
  symbol: string;

  @MayBeLeftOut()
  @IsForeignName({ required: false, description: "Default: the venue's." })
  adapter?: string;

  @IsIn(SIDES)
  side: Side;

  @IsIn(ORDER_TYPES)
  type: OrderType;

  @IsIn(TIMES_IN_FORCE)
  timeInForce: TimeInForce;

  @IsPlainDecimal()
  quantity: string;

  @MayBeLeftOut()
  @IsPlainDecimal({ required: false, description: 'Limit: LIMIT and STOP_LIMIT only.' })
  price?: string;
}

export class RiskDenial implements RiskDenialShape {
  @ApiProperty({ type: String })
  code: ErrorCode;

  @ApiProperty()
  reason: string;

  @ApiProperty({ description: 'Empty where the check has none; so are the next three.' })
  limit: string;

  @ApiProperty()
  observed: string;

  @ApiProperty()
  scope: string;

  @ApiProperty()
  id: string;

  @ApiProperty({ description: 'Version of the limits; 0 where no limit refused.' })
  ruleVersion: number;
}

export class RiskCheckAnswer {
  @ApiProperty({ description: 'It would be sent. Nothing was counted or reserved for it.' })
  passes: boolean;

  @OptionalField({ type: RiskDenial })
  denial?: RiskDenial;

  @ApiProperty({
    description: 'What routes it; this and the next three are empty where the checks did not get so far.',
  })
  adapter: string;

  @DecimalField()
  quantity: string;

  @DecimalField()
  price: string;

  @DecimalField({ description: 'What it would reserve.' })
  notional: string;

  @ApiProperty({ type: [LimitUsage], description: 'Limits above it as they are used now; the most used first.' })
  usage: readonly LimitUsage[];

  @ApiProperty({ description: 'Of the limits in force.' })
  version: number;
}
