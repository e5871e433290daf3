import { fields, type Raw } from '../fields.js';

export type Resource = 'trades' | 'quotes' | 'bars';

/**
 * The items of one page of history: under the symbol when several could have been asked for, and nothing at all when empty.
 * Throws DomainError DATA_FORMAT, as all of these.
 */
export function itemsOfPage(page: Raw, resource: Resource, symbol: string): readonly Raw[] {
  // A page without it is another answer, and not the end of the data.
  if (!(resource in page)) throw fields.badData(`no ${resource}`);
  const held = page[resource];
  const items = held === null || Array.isArray(held) ? held : fields.asRaw(held, resource)[symbol];
  if (items === undefined || items === null) return [];
  if (!Array.isArray(items)) throw fields.badData(`no list of ${resource}`);
  return items.map((item) => fields.asRaw(item, 'an item'));
}

/** The token that asks for the page after this one; undefined = this was the last. */
export function nextPageOf(page: Raw): string | undefined {
  const token = page['next_page_token'];
  if (token === undefined || token === null || token === '') return undefined;
  if (typeof token === 'string') return token;
  throw fields.badData('a page token that is no text');
}

/** A stored trade that was taken back, or replaced by another one: it did not happen. */
export function wasUndone({ u: update }: Raw): boolean {
  return update === 'canceled' || update === 'incorrect';
}
