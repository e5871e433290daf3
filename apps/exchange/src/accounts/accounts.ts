import { Injectable } from '@nestjs/common';
import { expectOk, parseMoney } from '@bourseworks/domain';
import { ExchangeConfig } from '../config/exchange-config.js';
import { VenueError } from '../refusal.js';
import { Account } from './account.js';

const MAX_ACCOUNTS = 1_000;
const KEY = /^dev-([A-Za-z0-9][A-Za-z0-9_.-]{0,63})$/;

/** Accounts by API key. Development keys only: `dev-<account>` opens and commands the account of that name. */
@Injectable()
export class Accounts {
  private readonly accounts = new Map<string, Account>();
  private readonly initialCash: bigint;

  constructor(config: ExchangeConfig) {
    this.initialCash = expectOk(parseMoney(config.initialCash));
  }

  get count(): number {
    return this.accounts.size;
  }

  all(): IterableIterator<Account> {
    return this.accounts.values();
  }

  /** The account of a key, opened when it is new. Throws VenueError. */
  byKey(apiKey: unknown): Account {
    const match = typeof apiKey === 'string' ? KEY.exec(apiKey) : null;
    if (match === null) throw new VenueError('UNAUTHORIZED', 'send an API key of the form dev-<account>');
    const id = match[1];
    const known = this.accounts.get(id);
    if (known !== undefined) return known;
    if (this.accounts.size >= MAX_ACCOUNTS) throw new VenueError('TOO_MANY_ACCOUNTS', 'no more accounts are opened');
    const account = new Account(id, this.initialCash);
    this.accounts.set(id, account);
    return account;
  }
}
