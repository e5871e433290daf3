import type { Row } from '../database/schema.js';
import { parseStored } from '../database/stored-json.js';
import type { Watchlist, WatchlistItem } from './watchlist.dto.js';

export function summaryOf(row: Row<'watchlists'>): Omit<Watchlist, 'items'> {
  return {
    id: row.id,
    name: row.name,
    isDefault: row.is_default === 1,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function itemOf(row: Row<'watchlist_items'>): WatchlistItem {
  return {
    id: row.id,
    symbol: row.symbol,
    exchange: row.exchange,
    customFields: row.custom_fields === null ? null : parseStored(row.custom_fields),
    addedAt: row.added_at,
  };
}
