import { configureStore } from '@reduxjs/toolkit';
import { useDispatch, useSelector } from 'react-redux';
import { bookReducer } from './book-slice.js';
import { desk, deskReducer, type NoteKind } from './desk-slice.js';
import { sessionReducer } from './session-slice.js';

/** What changes slowly. Ticks are in the TickStore, outside of React. */
export const store = configureStore({
  reducer: { session: sessionReducer, book: bookReducer, desk: deskReducer },
  // Frozen and compared copies of thousands of orders at every event would be felt.
  middleware: (defaults) => defaults({ serializableCheck: false, immutableCheck: false }),
  devTools: false,
});

export type RootState = ReturnType<typeof store.getState>;
export type Dispatch = typeof store.dispatch;
export const useApp = useSelector.withTypes<RootState>();
export const useSend = useDispatch.withTypes<Dispatch>();

let lastNote = 0;

/** A line for the activity panel; `bad` and `warn` also show as a message for some seconds. */
export function note(kind: NoteKind, title: string, text: string, code?: string): void {
  store.dispatch(desk.noted({ id: ++lastNote, kind, title, text, code, at: Date.now() }));
}

/** Choices that belong to this browser, not to the layout. */
store.subscribe(() => {
  const { theme, zone, account, confirmOrders } = store.getState().desk;
  keep('theme', theme);
  keep('zone', zone);
  if (account !== undefined) keep('account', account);
  keep('confirm', confirmOrders ? '1' : '0');
});

const kept = new Map<string, string>();
function keep(name: string, value: string): void {
  if (kept.get(name) === value) return;
  kept.set(name, value);
  localStorage.setItem(`bourseworks.${name}`, value);
}
