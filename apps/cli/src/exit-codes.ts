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

/** The same for people: the reference of the command line prints it. */
export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'done',
  failed: 'it failed here: a broken environment, a service that would not start',
  usage: 'the command line is wrong: nothing was sent',
  refused: 'the platform refused, with a [code](errors.md)',
  unreachable: 'the platform cannot be reached: nothing was done',
  unknown: 'no answer in time: it may or may not have been done',
  interrupted: 'Ctrl-C',
};

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
