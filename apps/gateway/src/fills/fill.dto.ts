import { EXEC_TYPES, SIDES, type ExecType, type Side } from '@bourseworks/domain';
import type { FillView as FillViewShape } from '@bourseworks/dto/shapes';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { DecimalField, IsCursor, IsForeignName, IsLimit, OptionalField, TimeField } from '../http/dto-parts.js';

/** A trade, its correction (TradeCorrect) or its bust (TradeCancel, with what it takes back). */
export class FillView implements FillViewShape {
  @ApiProperty({ description: 'Unique.' })
  id: string;

  @ApiProperty({ description: 'Journal sequence.' })
  sequence: number;

  @ApiProperty()
  clOrdId: string;

  @ApiProperty()
  account: string;

  @ApiProperty()
  strategy: string;

  @ApiProperty()
  venue: string;

  @ApiProperty()
  symbol: string;

  @ApiProperty({ enum: SIDES })
  side: Side;

  @DecimalField()
  quantity: string;

  @DecimalField()
  price: string;

  @DecimalField({ required: false, description: 'Positive: paid.' })
  fee?: string;

  @OptionalField()
  feeCurrency?: string;

  @ApiProperty({ enum: EXEC_TYPES })
  execType: ExecType;

  @TimeField()
  time: number;
}

export class FillsQuery {
  @IsOptional()
  @IsForeignName({ required: false })
  account?: string;

  @IsOptional()
  @IsForeignName({ required: false })
  symbol?: string;

  @IsCursor()
  before?: string;

  @IsLimit(500)
  limit = 100;
}

export class FillPage {
  @ApiProperty({ type: [FillView], description: 'Newest first.' })
  fills: FillView[];

  @OptionalField({ description: '`before` of the next page.' })
  next?: string;
}
