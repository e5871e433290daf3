// The decorators of class-transformer read metadata while this file loads.
import 'reflect-metadata';
import { ORDER_TYPES, SIDES, TIMES_IN_FORCE, type OrderType, type Side, type TimeInForce } from '@bourseworks/domain';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  LIST_KINDS,
  LIST_LEG_CANCELS,
  LIST_RELEASES,
  LIST_ROLES,
  type ListKind,
  type ListOrderShape,
  type ListRequestShape,
  type ListRole,
} from '../shapes/orders.js';
import type { ListsQueryShape } from '../shapes/order-lists.js';
import { OrderCommand } from './orders.js';
import { IsDecimalText, IsId, IsNanosText } from './validators.js';

const MAX_ORDERS = 10;
const MAX_REASON = 500;

export class ListOrder implements ListOrderShape {
  @IsIn(LIST_ROLES)
  role: ListRole;

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
  @IsString()
  @MaxLength(MAX_REASON)
  reason?: string;

  @IsOptional()
  @IsBoolean()
  reduceOnly?: boolean;
}

export class ListRequest extends OrderCommand implements ListRequestShape {
  @IsIn(LIST_KINDS)
  kind: ListKind;

  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(MAX_ORDERS)
  @ValidateNested({ each: true })
  @Type(() => ListOrder)
  orders: ListOrder[];

  @IsOptional()
  @IsIn(LIST_RELEASES)
  release?: (typeof LIST_RELEASES)[number];

  @IsOptional()
  @IsIn(LIST_LEG_CANCELS)
  onLegCancel?: (typeof LIST_LEG_CANCELS)[number];

  @IsOptional()
  @IsBoolean()
  closeOvershoot?: boolean;

  @IsOptional()
  @IsNanosText()
  expireTime?: string;
}

export class ListsQuery implements ListsQueryShape {
  @IsOptional()
  @IsId()
  account?: string;

  @IsOptional()
  @IsId()
  strategy?: string;

  @IsOptional()
  @IsId()
  listId?: string;

  @IsOptional()
  @IsBoolean()
  open?: boolean;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  limit?: number;
}
