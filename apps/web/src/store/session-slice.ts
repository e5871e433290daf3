import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Grant } from '../session/token-keeper.js';

export type User = Grant['user'];

export interface SessionState {
  /** starting: it is not known yet whether the session of before goes on. */
  readonly phase: 'starting' | 'signed-out' | 'signed-in';
  readonly user: User | undefined;
  /** Why the person is asked to sign in again. */
  readonly note: string | undefined;
}

const initialState: SessionState = { phase: 'starting', user: undefined, note: undefined };

const slice = createSlice({
  name: 'session',
  initialState,
  reducers: {
    granted: (_state, { payload }: PayloadAction<User>): SessionState => ({
      phase: 'signed-in',
      user: payload,
      note: undefined,
    }),
    ended: (_state, { payload }: PayloadAction<string | undefined>): SessionState => ({
      phase: 'signed-out',
      user: undefined,
      note: payload,
    }),
  },
});

export const { granted, ended } = slice.actions;
export const sessionReducer = slice.reducer;
