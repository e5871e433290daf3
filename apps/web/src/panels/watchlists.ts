import { useCallback, useEffect, useRef, useState } from 'react';
import { api, type Watchlist, type WatchlistSummary } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import type { Instrument } from '../api/trading.js';
import type { SymbolRef } from '../market/address.js';
import { note, useApp } from '../store/store.js';

const FIRST_NAME = 'Main';
const SHOWN_LAST = 'bourseworks.watchlist';
const NONE: readonly WatchlistSummary[] = [];

function told(what: string, error: unknown): void {
  const { message, code } = asProblem(error);
  note('bad', what, message, code);
}

/** The first list of a person: of all instruments. */
async function firstList(instruments: readonly Instrument[]): Promise<void> {
  try {
    const made = await api.createWatchlist(FIRST_NAME);
    for (const { symbol, venue } of instruments.slice(0, 12)) await api.addToWatchlist(made.id, symbol, venue);
  } catch (error) {
    // Another panel or tab made it in the same moment.
    if (asProblem(error).code !== 'RECORD_NAME_TAKEN') throw error;
  }
}

const chosenOf = (lists: readonly WatchlistSummary[], wanted: string | undefined): WatchlistSummary | undefined =>
  lists.find(({ id }) => id === wanted) ?? lists.find(({ isDefault }) => isDefault) ?? lists[0];

export interface Watchlists {
  readonly lists: readonly WatchlistSummary[];
  readonly list: Watchlist | undefined;
  readonly create: (name: string) => Promise<string | undefined>;
  readonly remove: (id: string) => Promise<void>;
  readonly add: (symbol: SymbolRef) => Promise<void>;
  readonly take: (itemId: string) => Promise<void>;
  /** Puts the item at one place to another. */
  readonly move: (from: number, to: number) => Promise<void>;
}

function useFirstList(isNew: boolean, load: () => Promise<void>): void {
  const instruments = useApp(({ desk }) => desk.instruments);
  useEffect(() => {
    if (!isNew || instruments.length === 0) return;
    firstList(instruments)
      .then(load)
      .catch((error: unknown) => told('The first watchlist cannot be made', error));
  }, [isNew, instruments, load]);
}

export function useWatchlists(wanted: string | undefined): Watchlists {
  // Which one was shown last: asked for together with the lists, not after them.
  const [guess, setGuess] = useState(() => wanted ?? localStorage.getItem(SHOWN_LAST) ?? undefined);
  const [lists, setLists] = useState<readonly WatchlistSummary[]>();
  const [list, setList] = useState<Watchlist>();
  const id = lists ? chosenOf(lists, wanted)?.id : guess;

  const load = useCallback(async () => setLists(await api.watchlists()), []);
  const loadItems = useCallback(async () => {
    if (id !== undefined) setList(await api.watchlist(id));
  }, [id]);

  useEffect(() => {
    load().catch((error: unknown) => told('Watchlists cannot be read', error));
  }, [load]);
  useFirstList(lists?.length === 0, load);
  const chosen = useRef<string>(undefined);
  chosen.current = lists && id;
  useEffect(() => {
    loadItems().catch((error: unknown) => {
      // A guess may be wrong: the list is gone, or another person's.
      if (id === chosen.current) told('The watchlist cannot be read', error);
      else setGuess(undefined);
    });
  }, [loadItems, id]);
  const shown = list?.id;
  useEffect(() => {
    if (shown !== undefined) localStorage.setItem(SHOWN_LAST, shown);
  }, [shown]);

  const change = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work();
      await loadItems();
    } catch (error) {
      told(what, error);
    }
  };
  const create = async (name: string) => {
    let made: string | undefined;
    await change('The list cannot be made', async () => {
      made = (await api.createWatchlist(name)).id;
      await load();
    });
    return made;
  };
  return {
    lists: lists ?? NONE,
    list: list?.id === id ? list : undefined,
    create,
    remove: (listId) =>
      change('The list cannot be deleted', async () => {
        await api.removeWatchlist(listId);
        await load();
      }),
    add: ({ symbol, venue }) =>
      change(`${symbol} cannot be added`, async () => id && (await api.addToWatchlist(id, symbol, venue))),
    move: (from, to) =>
      change('The list cannot be put in order', async () => {
        const ids = list?.items.map((item) => item.id) ?? [];
        const [moved] = ids.splice(from, 1);
        if (id === undefined || list === undefined || moved === undefined || to < 0 || to > ids.length) return;
        await api.reorderWatchlist(id, list.version, ids.toSpliced(to, 0, moved));
      }),
    take: (itemId) => change('It cannot be removed', async () => id && (await api.takeFromWatchlist(id, itemId))),
  };
}
