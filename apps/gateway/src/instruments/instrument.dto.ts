import { ASSET_CLASSES, STREAM_KINDS, type AssetClass, type StreamKind } from '@bourseworks/domain';
import type { InstrumentShape } from '@bourseworks/dto/shapes';
import { ApiProperty } from '@nestjs/swagger';
import { DecimalField } from '../http/dto-parts.js';

/** What can be traded or looked at, and by which adapter. */
export class InstrumentView implements InstrumentShape {
  @ApiProperty()
  adapter: string;

  @ApiProperty({ enum: STREAM_KINDS, isArray: true, description: 'Market data that there is of it.' })
  kinds: readonly StreamKind[];

  @ApiProperty()
  venue: string;

  @ApiProperty()
  symbol: string;

  @ApiProperty({ enum: ASSET_CLASSES })
  assetClass: AssetClass;

  @ApiProperty({ description: 'Of prices, cash and PnL.' })
  currency: string;

  @ApiProperty({ description: 'What a quantity counts.' })
  base: string;

  @DecimalField({ description: 'Prices of orders are multiples of it.' })
  tickSize: string;

  @DecimalField({ description: 'Quantities of orders are multiples of it.' })
  lotSize: string;

  @ApiProperty({ description: 'Decimals of a price.' })
  priceScale: number;

  @ApiProperty({ description: 'Decimals of a quantity.' })
  qtyScale: number;

  @ApiProperty({ description: 'Units of the base in one contract.' })
  multiplier: number;

  @DecimalField()
  minQuantity: string;

  @DecimalField()
  maxQuantity: string;
}

export class InstrumentList {
  @ApiProperty({ type: [InstrumentView] })
  instruments: InstrumentView[];
}
