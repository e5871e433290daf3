import createClient from 'openapi-fetch';
import { tokens } from '../session/session.js';
import { sessionFetch } from './http.js';
import { problemFrom } from './problem.js';
import type { components, paths } from './schema.js';

type Schemas = components['schemas'];
export type Workspace = Schemas['Workspace'];
export type WorkspaceSummary = Schemas['WorkspaceSummary'];
export type Watchlist = Schemas['Watchlist'];
export type WatchlistSummary = Schemas['WatchlistSummary'];
export type SessionView = Schemas['SessionView'];

/** Typed by the gateway's own description of its routes. */
export const client = createClient<paths>({ baseUrl: location.origin, fetch: sessionFetch(tokens) });

interface Answer<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** The body of a success; throws the problem of everything else. */
export async function read<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked;
  if (!response.ok) throw problemFrom(response, error);
  return data as T;
}

const at = (version: number) => `"${version}"`;

/** Every REST call of the page but those of trading, which are in `trading.ts`. All reject with an ApiProblem. */
export const api = {
  logout: () => read(client.POST('/api/v1/auth/logout')),
  changePassword: (currentPassword: string, newPassword: string) =>
    read(client.PUT('/api/v1/auth/password', { body: { currentPassword, newPassword } })),

  sessions: () => read(client.GET('/api/v1/sessions')),
  revokeSession: (sid: string) => read(client.DELETE('/api/v1/sessions/{sid}', { params: { path: { sid } } })),

  workspaces: () => read(client.GET('/api/v1/workspaces')),
  workspace: (id: string) => read(client.GET('/api/v1/workspaces/{id}', { params: { path: { id } } })),
  createWorkspace: (name: string, layout: Record<string, never>) =>
    read(client.POST('/api/v1/workspaces', { body: { name, layout } })),
  replaceWorkspace: (id: string, version: number, name: string, layout: Record<string, never>) =>
    read(
      client.PUT('/api/v1/workspaces/{id}', {
        params: { path: { id }, header: { 'If-Match': at(version) } },
        body: { name, layout },
      }),
    ),
  removeWorkspace: (id: string) => read(client.DELETE('/api/v1/workspaces/{id}', { params: { path: { id } } })),
  defaultWorkspace: (id: string) => read(client.PUT('/api/v1/workspaces/{id}/default', { params: { path: { id } } })),

  watchlists: () => read(client.GET('/api/v1/watchlists')),
  watchlist: (id: string) => read(client.GET('/api/v1/watchlists/{id}', { params: { path: { id } } })),
  createWatchlist: (name: string) => read(client.POST('/api/v1/watchlists', { body: { name } })),
  removeWatchlist: (id: string) => read(client.DELETE('/api/v1/watchlists/{id}', { params: { path: { id } } })),
  addToWatchlist: (id: string, symbol: string, exchange: string) =>
    read(client.POST('/api/v1/watchlists/{id}/items', { params: { path: { id } }, body: { symbol, exchange } })),
  takeFromWatchlist: (id: string, itemId: string) =>
    read(client.DELETE('/api/v1/watchlists/{id}/items/{itemId}', { params: { path: { id, itemId } } })),
  reorderWatchlist: (id: string, version: number, items: string[]) =>
    read(
      client.PUT('/api/v1/watchlists/{id}/order', {
        params: { path: { id }, header: { 'If-Match': at(version) } },
        body: { items },
      }),
    ),
};
