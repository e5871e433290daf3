// The decorators of class-transformer read metadata while this file loads.
import 'reflect-metadata';
import { ORDER_TYPES, SIDES, TIMES_IN_FORCE, type OrderType, type Side, type TimeInForce } from '@bourseworks/domain';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import type { StepTag } from '../shapes/common.js';
import type {
  CancelRequestShape,
  OrderRequestShape,
  OrdersQueryShape,
  OrderStatusRequestShape,
  ReplaceRequestShape,
} from '../shapes/orders.js';
import { IsClaim, IsDecimalText, IsId, IsNanosText, IsStrategyId } from './validators.js';

const MAX_REASON = 500;

export class Step implements StepTag {
  @IsId()
  run: string;

  @IsInt()
  @Min(0)
  n: number;

  @IsInt()
  @Min(0)
  round: number;

  @IsInt()
  @Min(1)
  sequence: number;
}

/** What every command to the OMS carries. */
export abstract class OrderCommand {
  @IsId()
  commandId: string;

  @IsId()
  account: string;

  @IsStrategyId()
  strategy: string;

  @IsNanosText()
  sentTime: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => Step)
  step?: Step;

  @IsClaim()
  claim?: string;
}

export class OrderRequest extends OrderCommand implements OrderRequestShape {
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
  @IsNanosText()
  expireTime?: string;

  @IsOptional()
  @IsString()
  @MaxLength(MAX_REASON)
  reason?: string;

  @IsOptional()
  @IsBoolean()
  reduceOnly?: boolean;
}

export class CancelRequest extends OrderCommand implements CancelRequestShape {
  @IsId()
  clOrdId: string;
}

export class ReplaceRequest extends OrderCommand implements ReplaceRequestShape {
  @IsId()
  clOrdId: string;

  @IsOptional()
  @IsDecimalText()
  quantity?: string;

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
  @IsNanosText()
  goodTillTime?: string;
}

export class OrderStatusRequest implements OrderStatusRequestShape {
  @IsId()
  account: string;

  @IsStrategyId()
  strategy: string;

  @IsOptional()
  @IsId()
  clOrdId?: string;

  @IsOptional()
  @IsId()
  commandId?: string;
}

export class OrdersQuery implements OrdersQueryShape {
  @IsOptional()
  @IsId()
  account?: string;

  @IsOptional()
  @IsId()
  strategy?: string;

  @IsOptional()
  @IsBoolean()
  open?: boolean;

  @IsOptional()
  @IsBoolean()
  newest?: boolean;

  @IsOptional()
  @IsId()
  clOrdId?: string;

  @IsOptional()
  @IsInt()
  @Min(0)
  afterSequence?: number;

  @IsOptional()
  @IsInt()
  @Min(0)
  afterStreamSequence?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  limit?: number;
}
