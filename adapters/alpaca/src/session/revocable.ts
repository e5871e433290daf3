/** A command that waits for its turn, to be taken back for as long as nothing of it is under way. */
export class Revocable {
  /** It is sent, or may be: its outcome is Alpaca's to tell. */
  underWay = false;
  private taken = false;
  private end: () => void = () => undefined;
  private readonly ended = new Promise<void>((resolve) => (this.end = resolve));

  get revoked(): boolean {
    return this.taken;
  }

  /** Takes it back; false when it is too late for that. */
  revoke(): boolean {
    if (this.underWay || this.taken) return false;
    this.taken = true;
    this.end();
    return true;
  }

  /** Does the work of it; what comes after it does not wait for work that was taken back. */
  async run(work: () => Promise<void>): Promise<void> {
    if (!this.taken) await Promise.race([work(), this.ended]);
  }
}
