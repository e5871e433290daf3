import type { Bus } from '../bus.js';
import { isWatched, Screen } from './screen.js';
import { stopSignal, whenStopped } from './stopping.js';
import { Throttle } from './throttle.js';

export interface Followed<Value> {
  readonly pattern: string;
  readonly json: boolean;
  /** Takes what was published into what is shown. */
  take(value: Value): void;
  /** Each value by itself, with --json. */
  each(value: Value): void;
  /** All that there is to show now. */
  render(): string;
}

/** Shows what is published on a pattern until Ctrl-C: drawn in its place on a terminal, else a line or a block for each change. */
export async function follow<Value>(bus: Bus, followed: Followed<Value>): Promise<void> {
  const signal = stopSignal();
  const screen = new Screen(() => followed.render());
  const blocks = new Throttle(() => process.stdout.write(`${followed.render()}\n\n`));
  const show = (): void => {
    if (followed.json) return;
    if (isWatched(followed.json)) screen.changed();
    else blocks.call();
  };
  const unsubscribe = await bus.subscribe<Value>(followed.pattern, (value) => {
    followed.take(value);
    if (followed.json) followed.each(value);
    show();
  });
  show();
  await whenStopped(signal);
  blocks.cancel();
  await unsubscribe();
}
