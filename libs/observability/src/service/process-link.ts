/** Asks for an orderly stop: signals, and the parent's IPC channel where there are no signals (Windows). */
export function onStopRequest(stop: (reason: string) => void): void {
  const signals: NodeJS.Signals[] =
    process.platform === 'win32' ? ['SIGINT', 'SIGBREAK'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => stop(signal));
  if (!process.send) return;
  process.on('message', (message: unknown) => {
    if ((message as { type?: unknown } | null)?.type === 'shutdown') stop('asked by the parent process');
  });
  // A parent that died cannot ask any more: without this its services would live on.
  process.on('disconnect', () => stop('the parent process is gone'));
}

/** True once the parent process has said that it heard; false without one, or when it says nothing for `timeoutMs`. */
export function parentHeard(message: Readonly<Record<string, unknown>>, timeoutMs = 1_000): Promise<boolean> {
  if (!process.connected) return Promise.resolve(false);
  return new Promise((resolve) => {
    const settle = (heard: boolean): void => {
      clearTimeout(timer);
      process.off('message', listener);
      resolve(heard);
    };
    const listener = (answer: unknown): void => {
      if ((answer as { type?: unknown } | null)?.type === 'heard') settle(true);
    };
    const timer = setTimeout(() => settle(false), timeoutMs);
    process.on('message', listener);
    tellParent(message);
  });
}

/** Tells the parent process, if there is one with a channel. A parent that is just going away hears nothing. */
export function tellParent(message: Readonly<Record<string, unknown>>): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}
