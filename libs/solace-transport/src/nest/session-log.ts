import { Logger } from '@nestjs/common';
import { logSessionsTo } from '../session/session-log.js';

const loggers = new Map<string, Logger>();

/** Who takes the library with Nest has Nest's logger. */
logSessionsTo((level, context, message) => {
  let logger = loggers.get(context);
  if (logger === undefined) loggers.set(context, (logger = new Logger(context)));
  logger[level](message);
});
