import { refuse, type Result } from '@bourseworks/domain';

/** Commands that are remembered: many more than people send while a claim holds. */
const MAX_COMMANDS = 1_024;

interface Remembered {
  readonly content: string;
  readonly outcome: Promise<Result<void>>;
}

/**
 * Executes each command once: one that comes again, late or sent by somebody who has read it, must not start what was
 * stopped since. What was refused is forgotten, so that it can be tried again.
 */
export class Once {
  private readonly commands = new Map<string, Remembered>();

  /** The outcome of `work`, or of the first command with this id. `content` says what the command is. */
  async run(id: string, content: string, work: () => Promise<Result<void>>): Promise<Result<void>> {
    const known = this.commands.get(id);
    if (known !== undefined) {
      if (known.content === content) return known.outcome;
      return refuse('COMMAND_CONFLICT', 'the commandId was used before for another command', { commandId: id });
    }
    const outcome = work();
    this.commands.set(id, { content, outcome });
    const [oldest] = this.commands.keys();
    if (this.commands.size > MAX_COMMANDS && oldest !== undefined) this.commands.delete(oldest);
    const forget = (): void => void (this.commands.get(id)?.outcome === outcome && this.commands.delete(id));
    try {
      const result = await outcome;
      if (!result.ok) forget();
      return result;
    } catch (error) {
      forget();
      throw error;
    }
  }
}
