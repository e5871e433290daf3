import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, IsUUID } from 'class-validator';
import { IsJsonObject } from '../database/validators/is-json-object.js';
import { IsText } from '../database/validators/is-text.js';

/** Items that one list may hold. */
export const MAX_WATCHLIST_ITEMS = 500;
export const MAX_CUSTOM_FIELDS_BYTES = 4_096;

/** A watchlist as a person writes it: on creation, and to rename one. */
export class WatchlistBody {
  @ApiProperty({ minLength: 1, maxLength: 64, description: 'Unique among your own.' })
  @IsText(1, 64)
  name: string;
}

export class WatchlistItemBody {
  @ApiProperty({ minLength: 1, maxLength: 64 })
  @IsText(1, 64)
  symbol: string;

  @ApiProperty({ minLength: 1, maxLength: 32 })
  @IsText(1, 32)
  exchange: string;

  @ApiProperty({ type: Object, required: false, nullable: true, description: 'JSON of at most 4 KiB and 32 levels.' })
  @IsOptional()
  @IsJsonObject(MAX_CUSTOM_FIELDS_BYTES)
  customFields?: Record<string, unknown> | null;
}

export class WatchlistOrderBody {
  @ApiProperty({ type: [String], maxItems: MAX_WATCHLIST_ITEMS, description: 'Every item once, in the order wanted.' })
  @IsArray()
  @ArrayMaxSize(MAX_WATCHLIST_ITEMS)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  items: string[];
}

/** A watchlist without its items; times in milliseconds since the epoch. */
export class WatchlistSummary {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty()
  name: string;

  @ApiProperty({ description: 'At most one of your own is.' })
  isDefault: boolean;

  @ApiProperty({ description: 'The ETag without its quotes; grows with every change of the list or of its items.' })
  version: number;

  @ApiProperty()
  createdAt: number;

  @ApiProperty()
  updatedAt: number;
}

export class WatchlistItem {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty()
  symbol: string;

  @ApiProperty()
  exchange: string;

  @ApiProperty({ type: Object, nullable: true })
  customFields: Readonly<Record<string, unknown>> | null;

  @ApiProperty()
  addedAt: number;
}

export class Watchlist extends WatchlistSummary {
  @ApiProperty({ type: [WatchlistItem], description: 'In the order that you gave them.' })
  items: readonly WatchlistItem[];
}

export class ItemAdded {
  @ApiProperty({ description: 'The new version of the list.' })
  version: number;

  @ApiProperty({ type: () => WatchlistItem })
  item: WatchlistItem;
}
