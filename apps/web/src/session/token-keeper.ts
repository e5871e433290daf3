import { ApiProblem } from '../api/problem.js';

/** What sign-in and refresh answer. */
export interface Grant {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly sid: string;
  readonly sessionExpiresAt: number;
  readonly user: {
    readonly id: string;
    readonly username: string;
    readonly roles: readonly string[];
    readonly mustChangePassword: boolean;
  };
}

/** What the tabs of one browser tell each other. */
export type TabMessage =
  | { readonly type: 'granted'; readonly grant: Grant; readonly expiresAt: number }
  | { readonly type: 'ended' };

export interface Tabs {
  post(message: TabMessage): void;
  listen(listener: (message: TabMessage) => void): void;
  /** Runs `work` while no other tab does. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
}

interface Held {
  readonly grant: Grant;
  readonly expiresAt: number;
}

export type TokenChange =
  | { readonly type: 'granted'; readonly grant: Grant }
  | { readonly type: 'ended'; readonly problem?: ApiProblem };

/** A token with less than this left, or than a quarter of its life, is replaced before it is used. */
const MARGIN_MS = 20_000;

/**
 * The access token: in memory only, refreshed by one call at a time in this tab and by one tab at a time in this browser.
 * What one tab got, the others use: a refresh token is spent once.
 */
export class TokenKeeper {
  private held: Held | undefined;
  private refreshing: Promise<Grant> | undefined;
  private readonly listeners = new Set<(change: TokenChange) => void>();

  constructor(
    private readonly askRefresh: () => Promise<Grant>,
    private readonly tabs: Tabs,
    private readonly now: () => number = () => Date.now(),
  ) {
    tabs.listen((message) => this.heard(message));
  }

  onChange(listener: (change: TokenChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get grant(): Grant | undefined {
    return this.held?.grant;
  }

  /** When the token in hand ends, milliseconds since the epoch; 0 without one. */
  get expiresAt(): number {
    return this.held?.expiresAt ?? 0;
  }

  /** A token that is good for some time yet. Rejects with an ApiProblem. */
  async token(): Promise<string> {
    if (this.isFresh()) return (this.held as Held).grant.accessToken;
    return (await this.refresh()).accessToken;
  }

  /** Whoever waits for the same refresh gets the same answer. */
  refresh(refused?: string): Promise<Grant> {
    this.refreshing ??= this.refreshOnce(refused).finally(() => {
      this.refreshing = undefined;
    });
    return this.refreshing;
  }

  /** After a sign-in, and whenever the answer says more about the person. */
  accept(grant: Grant): void {
    const expiresAt = this.now() + grant.expiresIn * 1_000;
    this.take({ grant, expiresAt });
    this.tabs.post({ type: 'granted', grant, expiresAt });
  }

  /** The session is over in every tab. */
  end(problem?: ApiProblem): void {
    const before = this.held;
    this.held = undefined;
    if (before) this.tabs.post({ type: 'ended' });
    this.tell(problem ? { type: 'ended', problem } : { type: 'ended' });
  }

  private async refreshOnce(refused: string | undefined): Promise<Grant> {
    const before = refused ?? this.held?.grant.accessToken;
    try {
      return await this.tabs.exclusively(async () => {
        // Another tab was quicker while this one waited for its turn.
        const { held } = this;
        if (held && held.grant.accessToken !== before && this.isFresh()) return held.grant;
        const grant = await this.askRefresh();
        this.accept(grant);
        return grant;
      });
    } catch (error) {
      if (error instanceof ApiProblem && error.endsSession) this.end(error);
      throw error;
    }
  }

  private isFresh(): boolean {
    if (!this.held) return false;
    const { expiresAt, grant } = this.held;
    return expiresAt - this.now() > Math.min(MARGIN_MS, grant.expiresIn * 250);
  }

  private take(held: Held): void {
    this.held = held;
    this.tell({ type: 'granted', grant: held.grant });
  }

  private heard(message: TabMessage): void {
    if (message.type === 'granted') {
      if (message.expiresAt > this.expiresAt) this.take({ grant: message.grant, expiresAt: message.expiresAt });
    } else if (this.held) {
      this.held = undefined;
      this.tell({ type: 'ended' });
    }
  }

  private tell(change: TokenChange): void {
    for (const listener of this.listeners) listener(change);
  }
}
