import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Prepared statements by their text, least recently used out first. Preparing costs more than most of our statements. */
export class StatementCache {
  private readonly statements = new Map<string, StatementSync>();

  constructor(
    private readonly database: DatabaseSync,
    /** Statements kept, at least 1. Lists of ids make texts of many lengths, so the number must have a bound. */
    private readonly limit: number,
  ) {}

  get size(): number {
    return this.statements.size;
  }

  get(text: string): StatementSync {
    const known = this.statements.get(text);
    if (known !== undefined) {
      this.statements.delete(text);
      this.statements.set(text, known);
      return known;
    }
    const statement = this.database.prepare(text);
    if (this.statements.size >= this.limit) {
      const [oldest] = this.statements.keys();
      this.statements.delete(oldest);
    }
    this.statements.set(text, statement);
    return statement;
  }

  clear(): void {
    this.statements.clear();
  }
}
