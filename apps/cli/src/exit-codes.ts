/** What a command's exit code says. */
export const EXIT = {
  ok: 0,
  /** It failed here: a broken environment, a service that would not start. */
  failed: 1,
  /** The command line is wrong: nothing was sent. */
  usage: 2,
  /** The platform refused, with a code. */
  refused: 3,
  /** The platform cannot be reached: nothing was done. */
  unreachable: 4,
  /** No answer in time: it may or may not have been done. */
  unknown: 5,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
