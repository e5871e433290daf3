import { ApiProperty } from '@nestjs/swagger';
import { IsJsonObject } from '../database/validators/is-json-object.js';
import { IsText } from '../database/validators/is-text.js';

export const MAX_LAYOUT_BYTES = 262_144;

/** A workspace as a person writes it: on creation, and to replace one. */
export class WorkspaceBody {
  @ApiProperty({ minLength: 1, maxLength: 64, description: 'Unique among your own.' })
  @IsText(1, 64)
  name: string;

  @ApiProperty({ type: Object, description: 'Whatever the client needs: JSON of at most 256 KiB and 32 levels.' })
  @IsJsonObject(MAX_LAYOUT_BYTES)
  layout: Record<string, unknown>;
}

/** A workspace without its layout; times in milliseconds since the epoch. */
export class WorkspaceSummary {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty()
  name: string;

  @ApiProperty({ description: 'At most one of your own is.' })
  isDefault: boolean;

  @ApiProperty({ description: 'The ETag without its quotes; grows with every change.' })
  version: number;

  @ApiProperty()
  createdAt: number;

  @ApiProperty()
  updatedAt: number;
}

export class Workspace extends WorkspaceSummary {
  @ApiProperty({ type: Object })
  layout: Readonly<Record<string, unknown>>;
}
