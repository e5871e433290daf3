import { barSeconds, STREAM_KINDS, type StreamKind } from '@bourseworks/domain';
import type { BarFields } from '@bourseworks/dto/shapes';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsForeignName, IsLimit, TimeField } from '../http/dto-parts.js';

export const BAR_KINDS = STREAM_KINDS.filter((kind) => barSeconds(kind) > 0);
export const MAX_BARS = 5_000;
/** The last millisecond of the year 2200: what the services read times up to. */
const MAX_TIME = 7_289_654_399_999;

export class BarsQuery {
  @IsForeignName()
  venue: string;

  @IsForeignName()
  symbol: string;

  @IsOptional()
  @IsForeignName({ required: false })
  adapter?: string;

  @IsIn(BAR_KINDS)
  kind: StreamKind;

  /** Default: `limit` bars before `to`. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_TIME)
  from?: number;

  /** Default: now. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_TIME)
  to?: number;

  @IsLimit(MAX_BARS)
  limit = 500;
}

export class Bar implements BarFields {
  @TimeField()
  start: number;

  @TimeField()
  end: number;

  @ApiProperty()
  open: number;

  @ApiProperty()
  high: number;

  @ApiProperty()
  low: number;

  @ApiProperty()
  close: number;

  @ApiProperty()
  volume: number;
}

export class BarList {
  @ApiProperty({ type: [Bar], description: 'The latest of the range, oldest first.' })
  bars: Bar[];
}
