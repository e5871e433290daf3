import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import type { Role } from './role.js';
import { ROLES } from './role.js';

/** Longer than any password that is accepted, in UTF-16 units: what is beyond it was never one of ours. */
const maxPasswordInput = 512;

export class LoginRequest {
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  username: string;

  @IsString()
  @MinLength(1)
  @MaxLength(maxPasswordInput)
  password: string;
}

export class PasswordChangeBody {
  @IsString()
  @MinLength(1)
  @MaxLength(maxPasswordInput)
  currentPassword: string;

  @IsString()
  @MinLength(1)
  @MaxLength(maxPasswordInput)
  newPassword: string;
}

export class UserSummary {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty()
  username: string;

  @ApiProperty({ enum: ROLES, isArray: true })
  roles: readonly Role[];

  @ApiProperty({ description: 'Only the change of the password is open until it is done.' })
  mustChangePassword: boolean;
}

export class TokenAnswer {
  @ApiProperty({ description: 'To be sent as `Authorization: Bearer`.' })
  accessToken: string;

  @ApiProperty({ description: 'Seconds.' })
  expiresIn: number;

  @ApiProperty({ format: 'uuid' })
  sid: string;

  @ApiProperty({ description: 'When the session ends whatever its activity, milliseconds since the epoch.' })
  sessionExpiresAt: number;

  @ApiProperty({ type: () => UserSummary })
  user: UserSummary;
}
