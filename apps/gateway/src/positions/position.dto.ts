import type { PositionView as PositionViewShape } from '@bourseworks/dto/shapes';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { DecimalField, IsForeignName, MayBeLeftOut } from '../http/dto-parts.js';
import { CommandBody, FailedCommand, OrderReceipt } from '../orders/order.dto.js';

export class PositionView implements PositionViewShape {
  @ApiProperty()
  account: string;

  @ApiProperty()
  strategy: string;

  @ApiProperty()
  venue: string;

  @ApiProperty()
  symbol: string;

  @ApiProperty()
  currency: string;

  @DecimalField({ description: 'Signed.' })
  quantity: string;

  @DecimalField()
  avgPrice: string;

  @DecimalField()
  markPrice: string;

  @DecimalField()
  marketValue: string;

  @DecimalField({ description: 'Before fees.' })
  realizedPnl: string;

  @DecimalField()
  unrealizedPnl: string;

  @DecimalField()
  fees: string;
}

export class PositionsQuery {
  @IsOptional()
  @IsForeignName({ required: false })
  account?: string;
}

export class PositionList {
  @ApiProperty({ type: [PositionView], description: 'One for each strategy and instrument.' })
  positions: PositionView[];

  @ApiProperty({
    description: 'False: the OMS does not answer. As of the last event that was heard of, valued at the last fill.',
  })
  live: boolean;
}

export class FlattenBody extends CommandBody {
  @IsForeignName()
  account: string;

  @MayBeLeftOut()
  @IsForeignName({ required: false, description: 'Default: all venues.' })
  venue?: string;

  @MayBeLeftOut()
  @IsForeignName({ required: false, description: 'Default: all instruments.' })
  symbol?: string;
}

export class FlattenAnswer {
  @ApiProperty({ description: 'Open orders whose cancel the OMS took.' })
  cancelled: number;

  @ApiProperty({ type: [OrderReceipt], description: 'The orders that close the positions.' })
  orders: OrderReceipt[];

  @ApiProperty({ type: [FailedCommand] })
  failed: FailedCommand[];
}
