import type { Insertable, Selectable, Updateable } from 'kysely';
import type { Role } from '../auth/role.js';

/** A UUID as 36 characters of lower-case text. */
export type Uuid = string;
/** Milliseconds since the epoch, a safe integer. */
export type Millis = number;
/** A plain decimal number as text, e.g. `0.1`: never a float, so that nothing is rounded on the way. */
export type DecimalText = string;
/** JSON as text. */
export type JsonText = string;
/** False and true as 0 and 1: SQLite has no boolean. */
export type Flag = 0 | 1;

export interface UsersTable {
  id: Uuid;
  /** As typed, at most 64 characters. */
  username: string;
  /** `username` normalised and in lower case (`usernameKey`): unique. */
  username_key: string;
  /** Unique where present; stored in lower case, at most 254 characters. */
  email: string | null;
  /** At most 255 characters, in the PHC format. */
  password_hash: string;
  mfa_settings: JsonText | null;
  disabled_at: Millis | null;
  failed_logins: number;
  must_change_password: Flag;
  created_at: Millis;
  last_login_at: Millis | null;
}

/** Primary key: (user_id, role). */
export interface UserRolesTable {
  user_id: Uuid;
  role: Role;
}

export interface UserProfilesTable {
  id: Uuid;
  /** Unique: one profile a user. */
  user_id: Uuid;
  full_name: string | null;
  contact_number: string | null;
  timezone: string | null;
  preferences: JsonText;
  /** Counts the changes, from 1: the ETag. */
  version: number;
  updated_at: Millis;
}

/** A session is a family of refresh tokens; its id is the `sid` claim. */
export interface SessionsTable {
  id: Uuid;
  user_id: Uuid;
  /** At most 45 characters. */
  ip_address: string | null;
  /** At most 512 characters. */
  user_agent: string | null;
  refresh_sequence: number;
  /** At most 128 characters. */
  refresh_hash: string;
  rotated_at: Millis;
  created_at: Millis;
  last_active_at: Millis;
  /** Absolute end, whatever the activity. */
  expires_at: Millis;
  revoked_at: Millis | null;
  /** At most 64 characters. */
  revoke_reason: string | null;
}

/** Unique: (user_id, name); at most one default a user. */
export interface WorkspacesTable {
  id: Uuid;
  user_id: Uuid;
  name: string;
  layout: JsonText;
  is_default: Flag;
  /** Counts the changes, from 1: the ETag. */
  version: number;
  created_at: Millis;
  updated_at: Millis;
}

/** Unique: (user_id, name); at most one default a user. */
export interface WatchlistsTable {
  id: Uuid;
  user_id: Uuid;
  name: string;
  is_default: Flag;
  /** Counts the changes of the list and of its items, from 1: the ETag. */
  version: number;
  created_at: Millis;
  updated_at: Millis;
}

/** Unique: (watchlist_id, exchange, symbol). */
export interface WatchlistItemsTable {
  id: Uuid;
  watchlist_id: Uuid;
  symbol: string;
  exchange: string;
  custom_fields: JsonText | null;
  display_order: number;
  added_at: Millis;
}

/** A projection of the OMS's events. Unique: (account, client_order_id) where there is one, and cl_ord_id. */
export interface OrdersTable {
  id: Uuid;
  /** Null for orders of strategies. */
  user_id: Uuid | null;
  account: string;
  client_order_id: string | null;
  cl_ord_id: string;
  symbol: string;
  exchange: string;
  adapter: string;
  order_type: string;
  side: string;
  quantity: DecimalText;
  price: DecimalText | null;
  stop_price: DecimalText | null;
  time_in_force: string;
  status: string;
  external_order_id: string | null;
  /** Journal sequence of the last event that was projected. */
  sequence: number;
  created_at: Millis;
  updated_at: Millis;
}

/** A projection of the OMS's events. Unique: (order_id, sequence). */
export interface OrderHistoryTable {
  id: Uuid;
  order_id: Uuid;
  /** Journal sequence. */
  sequence: number;
  status: string;
  exec_type: string;
  reason: string | null;
  status_details: JsonText | null;
  time: Millis;
}

/** A projection of the OMS's events. Unique: (account, strategy, exchange, symbol). */
export interface PositionsTable {
  id: Uuid;
  user_id: Uuid | null;
  account: string;
  /** Empty text for positions of no strategy, so that the key has no null. */
  strategy: string;
  symbol: string;
  exchange: string;
  quantity: DecimalText;
  average_price: DecimalText | null;
  current_price: DecimalText | null;
  unrealized_pnl: DecimalText | null;
  realized_pnl: DecimalText;
  updated_at: Millis;
}

export interface AlertsTable {
  id: Uuid;
  user_id: Uuid;
  symbol: string;
  exchange: string;
  condition: string;
  target_price: DecimalText;
  is_active: Flag;
  is_triggered: Flag;
  created_at: Millis;
  triggered_at: Millis | null;
}

export interface NotificationsTable {
  id: Uuid;
  user_id: Uuid;
  type: string;
  title: string;
  message: string;
  is_read: Flag;
  metadata: JsonText | null;
  created_at: Millis;
}

/** Written by `AuditLog` alone: each row's hash covers the row and the hash before it. */
export interface AuditLogTable {
  /** 1, 2, 3…: the primary key, so that two writers cannot fork the chain. */
  sequence: number;
  id: Uuid;
  user_id: Uuid | null;
  action: string;
  resource: string;
  resource_id: string | null;
  details: JsonText | null;
  ip_address: string | null;
  time: Millis;
  /** SHA-256 in hexadecimal, as `hash`. */
  previous_hash: string;
  hash: string;
}

/** Keyed marks over the audit log: whoever rewrites the chain without the key is found out here. */
export interface AuditCheckpointsTable {
  /** Sequence of the last row that it covers. */
  sequence: number;
  /** Hash of that row. */
  hash: string;
  time: Millis;
  /** No row after this sequence may exist without a further checkpoint. */
  due: number;
  /** HMAC-SHA-256 in hexadecimal over the checkpoint and the `mac` before it. */
  mac: string;
}

export interface Schema {
  users: UsersTable;
  user_roles: UserRolesTable;
  user_profiles: UserProfilesTable;
  sessions: SessionsTable;
  workspaces: WorkspacesTable;
  watchlists: WatchlistsTable;
  watchlist_items: WatchlistItemsTable;
  orders: OrdersTable;
  order_history: OrderHistoryTable;
  positions: PositionsTable;
  alerts: AlertsTable;
  notifications: NotificationsTable;
  audit_log: AuditLogTable;
  audit_checkpoints: AuditCheckpointsTable;
}

export type Row<T extends keyof Schema> = Selectable<Schema[T]>;
export type NewRow<T extends keyof Schema> = Insertable<Schema[T]>;
export type RowChange<T extends keyof Schema> = Updateable<Schema[T]>;

/** The form of a username under which it is unique: looks-alike by case or by Unicode composition are the same person. */
export function usernameKey(username: string): string {
  return username.normalize('NFKC').toLowerCase();
}
