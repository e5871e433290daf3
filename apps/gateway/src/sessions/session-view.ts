import { ApiProperty } from '@nestjs/swagger';
import type { Row } from '../database/schema.js';

/** A session as people see it; times in milliseconds since the epoch. */
export class SessionView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ description: 'The one that asks.' })
  current: boolean;

  @ApiProperty({ type: String, nullable: true })
  ipAddress: string | null;

  @ApiProperty({ type: String, nullable: true })
  userAgent: string | null;

  @ApiProperty()
  createdAt: number;

  @ApiProperty()
  lastActiveAt: number;

  @ApiProperty()
  expiresAt: number;
}

export function sessionView(row: Row<'sessions'>, currentSid: string): SessionView {
  return {
    id: row.id,
    current: row.id === currentSid,
    ipAddress: row.ip_address,
    userAgent: row.user_agent,
    createdAt: row.created_at,
    lastActiveAt: row.last_active_at,
    expiresAt: row.expires_at,
  };
}
