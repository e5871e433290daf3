import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import { IsCursor, IsForeignName, IsLimit, OptionalField, TimeField } from '../http/dto-parts.js';

export class AuditQuery {
  @IsOptional()
  @IsForeignName({ required: false, description: 'Such as `order.place`.' })
  action?: string;

  @IsOptional()
  @IsUUID()
  userId?: string;

  @IsOptional()
  @IsForeignName({ required: false, description: 'Kind of thing, such as `order`.' })
  resource?: string;

  @IsCursor()
  before?: string;

  @IsLimit(500)
  limit = 100;
}

/** One row of the audit log. */
export class AuditEntryView {
  @ApiProperty()
  sequence: number;

  @TimeField()
  time: number;

  @OptionalField({ format: 'uuid', description: 'Absent: nobody is known to have done it.' })
  userId?: string;

  @OptionalField({ description: 'Of that user, today.' })
  user?: string;

  @ApiProperty()
  action: string;

  @ApiProperty()
  resource: string;

  @OptionalField()
  resourceId?: string;

  @ApiProperty({ type: Object, required: false, additionalProperties: true })
  details?: Readonly<Record<string, unknown>>;

  @OptionalField()
  ipAddress?: string;

  @ApiProperty({ description: 'Of the row and the one before it.' })
  hash: string;
}

export class AuditPage {
  @ApiProperty({ type: [AuditEntryView], description: 'Newest first.' })
  entries: AuditEntryView[];

  @OptionalField({ description: '`before` of the next page.' })
  next?: string;
}
