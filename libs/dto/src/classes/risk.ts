import { ORDER_TYPES, SIDES, TIMES_IN_FORCE, type OrderType, type Side, type TimeInForce } from '@bourseworks/domain';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import {
  TRADING_STATES,
  type LimitsConfigShape,
  type LimitsQueryShape,
  type LimitsRequestShape,
  type LocateRequestShape,
  type RiskCheckRequestShape,
  type TradingStateName,
  type TradingStateRequestShape,
} from '../shapes/risk.js';
import { IsClaim, IsDecimalText, IsId, IsNanosText, IsStrategyId } from './validators.js';

const MAX_REASON = 500;

export class LimitsQuery implements LimitsQueryShape {
  @IsOptional()
  @IsId()
  account?: string;

  @IsOptional()
  @IsId()
  strategy?: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  limit?: number;
}

export class RiskCheckRequest implements RiskCheckRequestShape {
  @IsId()
  account: string;

  @IsStrategyId()
  strategy: string;

  @IsId()
  venue: string;

  @IsId()
  symbol: string;

  @IsOptional()
  @IsId()
  adapter?: string;

  @IsIn(SIDES)
  side: Side;

  @IsIn(ORDER_TYPES)
  type: OrderType;

  @IsIn(TIMES_IN_FORCE)
  timeInForce: TimeInForce;

  @IsDecimalText()
  quantity: string;

  @IsOptional()
  @IsDecimalText()
  price?: string;

  @IsOptional()
  @IsDecimalText()
  stopPrice?: string;

  @IsOptional()
  @IsDecimalText()
  trailBy?: string;

  @IsOptional()
  @IsDecimalText()
  displayQty?: string;

  @IsOptional()
  @IsBoolean()
  postOnly?: boolean;

  @IsOptional()
  @IsNanosText()
  goodTillTime?: string;

  @IsOptional()
  @IsBoolean()
  reduceOnly?: boolean;
}

/** What every command of risk carries. */
export abstract class RiskCommand {
  @IsId()
  commandId: string;

  @IsId()
  actor: string;

  @IsString()
  @MinLength(1)
  @MaxLength(MAX_REASON)
  reason: string;

  @IsClaim()
  claim?: string;
}

export class TradingStateRequest extends RiskCommand implements TradingStateRequestShape {
  @IsIn(TRADING_STATES)
  state: TradingStateName;
}

export class LimitsRequest extends RiskCommand implements LimitsRequestShape {
  /** What is in it is for the risk engine to say, which names the field that is wrong. */
  @IsObject()
  config: LimitsConfigShape;
}

export class LocateRequest extends RiskCommand implements LocateRequestShape {
  @IsId()
  venue: string;

  @IsId()
  symbol: string;

  @IsOptional()
  @IsId()
  adapter?: string;

  @IsDecimalText()
  quantity: string;

  @IsNanosText()
  expireTime: string;
}
