import type { PortfolioView as PortfolioViewShape } from '@bourseworks/dto/shapes';
import { ApiProperty } from '@nestjs/swagger';
import { DecimalField, TimeField } from '../http/dto-parts.js';
import { PositionView } from '../positions/position.dto.js';

/** Figures of an account, or of one strategy in it. */
export class PortfolioView implements PortfolioViewShape {
  @ApiProperty()
  account: string;

  @ApiProperty({ description: '`all`: the account.' })
  strategy: string;

  @ApiProperty()
  currency: string;

  @DecimalField()
  cash: string;

  @DecimalField()
  equity: string;

  @DecimalField({ description: 'Before fees.' })
  realizedPnl: string;

  @DecimalField()
  unrealizedPnl: string;

  @DecimalField()
  fees: string;

  @DecimalField({ description: 'Sum of the market values without their signs.' })
  grossExposure: string;

  @DecimalField()
  netExposure: string;

  @DecimalField({ description: 'Held back by open orders.' })
  reserved: string;

  @ApiProperty()
  openOrders: number;

  @TimeField()
  time: number;

  @ApiProperty({ type: [PositionView] })
  positions: readonly PositionView[];
}

export class AccountList {
  @ApiProperty({ type: [PortfolioView] })
  accounts: readonly PortfolioView[];
}
