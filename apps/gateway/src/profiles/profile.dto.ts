import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsTimeZone } from 'class-validator';
import { IsJsonObject } from '../database/validators/is-json-object.js';
import { IsText } from '../database/validators/is-text.js';

export const MAX_PREFERENCES_BYTES = 65_536;

const optionalText = { type: String, required: false, nullable: true } as const;

/** A whole profile: what is left out is unset. */
export class ProfileBody {
  @ApiProperty({ ...optionalText, minLength: 1, maxLength: 128 })
  @IsOptional()
  @IsText(1, 128)
  fullName?: string | null;

  @ApiProperty({ ...optionalText, minLength: 1, maxLength: 32 })
  @IsOptional()
  @IsText(1, 32)
  contactNumber?: string | null;

  @ApiProperty({ ...optionalText, maxLength: 64, description: 'A name of the IANA time zone database.' })
  @IsOptional()
  @IsText(1, 64)
  @IsTimeZone()
  timezone?: string | null;

  @ApiProperty({ type: Object, description: 'Whatever the client needs: JSON of at most 64 KiB and 32 levels.' })
  @IsJsonObject(MAX_PREFERENCES_BYTES)
  preferences: Record<string, unknown>;
}

export class Profile {
  @ApiProperty({ type: String, nullable: true })
  fullName: string | null;

  @ApiProperty({ type: String, nullable: true })
  contactNumber: string | null;

  @ApiProperty({ type: String, nullable: true })
  timezone: string | null;

  @ApiProperty({ type: Object })
  preferences: Readonly<Record<string, unknown>>;

  @ApiProperty({ description: 'The ETag without its quotes; 0 until the profile is written for the first time.' })
  version: number;

  @ApiProperty({ type: Number, nullable: true, description: 'Milliseconds since the epoch.' })
  updatedAt: number | null;
}
