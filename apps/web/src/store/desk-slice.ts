import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Instrument, Strategy } from '../api/trading.js';
import type { LinkColour, Links } from '../layout/links.js';
import type { SymbolRef } from '../market/address.js';
import type { TimeZoneChoice } from '../lib/time.js';

export type Theme = 'dark' | 'light';

export type SocketName = 'market' | 'orders';
export type SocketPhase = 'connecting' | 'up' | 'down';
export interface SocketState {
  readonly phase: SocketPhase;
  readonly since: number;
  readonly reason?: string | undefined;
}

export type NoteKind = 'info' | 'good' | 'warn' | 'bad';
export interface Note {
  readonly id: number;
  readonly kind: NoteKind;
  readonly title: string;
  readonly text: string;
  readonly code?: string | undefined;
  readonly at: number;
}

/** What a click on a price tells the ticket. */
export interface Proposal {
  readonly id: number;
  readonly symbol: SymbolRef;
  readonly price: string;
  readonly side?: 'BUY' | 'SELL' | undefined;
}

export interface DeskState {
  readonly theme: Theme;
  readonly zone: TimeZoneChoice;
  readonly account: string | undefined;
  readonly confirmOrders: boolean;
  readonly links: Links;
  readonly instruments: readonly Instrument[];
  readonly strategies: readonly Strategy[];
  readonly unreachableHosts: readonly string[];
  readonly sockets: Readonly<Record<SocketName, SocketState>>;
  readonly notes: readonly Note[];
  readonly proposal: Proposal | undefined;
  /** List of orders that is looked at. */
  readonly listId: string | undefined;
}

/** Lines that the activity panel keeps. */
export const MAX_NOTES = 300;

const read = (name: string): string | null => localStorage.getItem(`bourseworks.${name}`);
const opening = (): SocketState => ({ phase: 'connecting', since: Date.now() });

const initialState: DeskState = {
  theme: read('theme') === 'light' ? 'light' : 'dark',
  zone: read('zone') === 'local' ? 'local' : 'utc',
  account: read('account') ?? undefined,
  confirmOrders: read('confirm') === '1',
  links: {},
  instruments: [],
  strategies: [],
  unreachableHosts: [],
  sockets: { market: opening(), orders: opening() },
  notes: [],
  proposal: undefined,
  listId: undefined,
};

const slice = createSlice({
  name: 'desk',
  initialState,
  reducers: {
    themeChosen: (state, { payload }: PayloadAction<Theme>): DeskState => ({ ...state, theme: payload }),
    zoneChosen: (state, { payload }: PayloadAction<TimeZoneChoice>): DeskState => ({ ...state, zone: payload }),
    accountChosen: (state, { payload }: PayloadAction<string>): DeskState => ({ ...state, account: payload }),
    confirmChosen: (state, { payload }: PayloadAction<boolean>): DeskState => ({ ...state, confirmOrders: payload }),
    linked: (state, { payload }: PayloadAction<{ colour: LinkColour; symbol: SymbolRef }>): DeskState => ({
      ...state,
      links: { ...state.links, [payload.colour]: payload.symbol },
    }),
    linksRestored: (state, { payload }: PayloadAction<Links>): DeskState => ({ ...state, links: payload }),
    instrumentsKnown: (state, { payload }: PayloadAction<readonly Instrument[]>): DeskState => ({
      ...state,
      instruments: payload,
    }),
    strategiesKnown: (
      state,
      { payload }: PayloadAction<{ strategies: readonly Strategy[]; unreachable: readonly string[] }>,
    ): DeskState => ({ ...state, strategies: payload.strategies, unreachableHosts: payload.unreachable }),
    strategyChanged: (state, { payload }: PayloadAction<Strategy>): DeskState => ({
      ...state,
      strategies: state.strategies.map((one) => (one.id === payload.id ? { ...one, ...payload } : one)),
    }),
    socketChanged: (
      state,
      { payload }: PayloadAction<{ name: SocketName; phase: SocketPhase; at: number; reason?: string | undefined }>,
    ): DeskState => {
      const before = state.sockets[payload.name];
      // Attempts that fail are the same outage: it began when the socket went.
      const since = before.phase === payload.phase ? before.since : payload.at;
      const next = { phase: payload.phase, since, reason: payload.reason };
      return { ...state, sockets: { ...state.sockets, [payload.name]: next } };
    },
    noted: (state, { payload }: PayloadAction<Note>): DeskState => ({
      ...state,
      notes: [payload, ...state.notes].slice(0, MAX_NOTES),
    }),
    listShown: (state, { payload }: PayloadAction<string | undefined>): DeskState => ({ ...state, listId: payload }),
    proposed: (state, { payload }: PayloadAction<Proposal>): DeskState => ({ ...state, proposal: payload }),
  },
});

export const desk = slice.actions;
export const deskReducer = slice.reducer;
