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
  /** Null for orders that were not placed here. */
  user_id: Uuid | null;
  account: string;
  strategy: string;
  client_order_id: string | null;
  command_id: string;
  cl_ord_id: string;
  /** List that it is one of, and what it is for there. */
  list_id: string | null;
  list_role: string | null;
  symbol: string;
  exchange: string;
  adapter: string;
  order_type: string;
  side: string;
  quantity: DecimalText;
  price: DecimalText | null;
  stop_price: DecimalText | null;
  /** What else it says, of OrderView; null for plain orders. */
  instructions: string | null;
  time_in_force: string;
  cum_quantity: DecimalText;
  leaves_quantity: DecimalText;
  average_price: DecimalText | null;
  status: string;
  state: string;
  is_closed: Flag;
  code: string | null;
  reason: string | null;
  external_order_id: string | null;
  /** Journal sequence of its first event: the order of creation. */
  first_sequence: number;
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
  state: string;
  exec_type: string;
  exec_id: string | null;
  exec_ref_id: string | null;
  /** A trade, its correction or its bust. */
  is_fill: Flag;
  /** Of the execution. */
  quantity: DecimalText | null;
  price: DecimalText | null;
  fee: DecimalText | null;
  fee_currency: string | null;
  cum_quantity: DecimalText;
  leaves_quantity: DecimalText;
  code: string | null;
  reason: string | null;
  /** Terms of the order as the event left them. */
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
  currency: string;
  /** Of the instrument, as the scales: what the exact figures are counted in. */
  multiplier: number;
  price_scale: number;
  quantity_scale: number;
  quantity: DecimalText;
  average_price: DecimalText | null;
  /** Signed cost of what is held: the exact figure behind the average. */
  cost: DecimalText;
  /** Of the latest fill. */
  current_price: DecimalText | null;
  /** At that price. */
  unrealized_pnl: DecimalText | null;
  realized_pnl: DecimalText;
  fees: DecimalText;
  /** Journal sequence of the last event that changed it. */
  sequence: number;
  updated_at: Millis;
}

/** Orders that people asked for, written before they are sent. Unique: (account, client_order_id), and command_id. */
export interface OrderRequestsTable {
  id: Uuid;
  account: string;
  client_order_id: string;
  /** What the OMS knows it by. */
  command_id: string;
  user_id: Uuid;
  /** Of a list of orders; null: it is a single one. */
  list_kind: string | null;
  /** SHA-256 in hexadecimal of what was asked for. */
  body_hash: string;
  created_at: Millis;
  /** When it left for the first time; null: certainly it did not. */
  sent_at: Millis | null;
  /** The first answer, which every repeat is given again; null while it is not known. */
  receipt: JsonText | null;
  resolved_at: Millis | null;
}

/** How far a projection is. */
export interface ProjectionsTable {
  name: string;
  /** Journal sequence of the last event in the tables. */
  sequence: number;
  /** Which journal that is; empty until it was heard of. */
  journal: string;
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
  order_requests: OrderRequestsTable;
  projections: ProjectionsTable;
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
