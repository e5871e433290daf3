import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsEmail, IsIn, IsInt, IsOptional } from 'class-validator';
import { IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import type { Role } from '../auth/role.js';
import { ROLES } from '../auth/role.js';
import { usernameKey, type Row } from '../database/schema.js';

export class CreateUserBody {
  /** 3 to 64 letters, digits, dots, dashes and underscores, a letter first. */
  @IsString()
  @Matches(/^[A-Za-z][A-Za-z0-9._-]{2,63}$/)
  username: string;

  @IsOptional()
  @IsEmail()
  @MaxLength(254)
  email?: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ROLES.length)
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles: Role[];
}

export class RolesBody {
  /** Replaces the set; an empty one leaves a person who may only look at their own account. */
  @IsArray()
  @ArrayMaxSize(ROLES.length)
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles: Role[];
}

export class UserPageQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;

  /** The `next` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  after?: string;
}

/** A user as admins see them; times in milliseconds since the epoch. */
export class UserView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty()
  username: string;

  @ApiProperty({ type: String, nullable: true })
  email: string | null;

  @ApiProperty({ enum: ROLES, isArray: true })
  roles: readonly Role[];

  @ApiProperty({ type: Number, nullable: true, description: 'Null: may sign in.' })
  disabledAt: number | null;

  @ApiProperty({ description: 'Since the last sign-in.' })
  failedLogins: number;

  @ApiProperty()
  mustChangePassword: boolean;

  @ApiProperty()
  createdAt: number;

  @ApiProperty({ type: Number, nullable: true })
  lastLoginAt: number | null;
}

export class UserPage {
  @ApiProperty({ type: [UserView] })
  items: UserView[];

  @ApiProperty({ type: String, nullable: true, description: '`after` of the next page; null on the last.' })
  next: string | null;
}

export class OneTimePassword {
  @ApiProperty({ type: () => UserView })
  user: UserView;

  @ApiProperty({ description: 'Told this once. It opens nothing but its own change.' })
  oneTimePassword: string;
}

export function userView(row: Row<'users'>, roles: readonly Role[]): UserView {
  return {
    id: row.id,
    username: row.username,
    email: row.email,
    roles: ROLES.filter((role) => roles.includes(role)),
    disabledAt: row.disabled_at,
    failedLogins: row.failed_logins,
    mustChangePassword: row.must_change_password === 1,
    createdAt: row.created_at,
    lastLoginAt: row.last_login_at,
  };
}

export const cursorOf = (username: string): string => usernameKey(username);
