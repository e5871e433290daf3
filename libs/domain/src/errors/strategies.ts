import { entriesOf } from './entry.js';

const entry = entriesOf('strategies');

/** Strategies, plug-ins, control and replays. */
export const STRATEGIES = {
  STRATEGY_UNKNOWN: entry('No strategy of this id or class.', 'Details list what there is.'),
  STRATEGY_STATE: entry('The strategy is not in a state that allows this.', 'List the strategies to see their states.'),
  STRATEGY_FAILED: entry('The strategy stopped with an error.', 'See its log; restart it when mended.'),
  STRATEGY_OVERRUN: entry(
    'The strategy could not keep up and its bounded queues ran full.',
    'Make handlers quicker or subscribe to less.',
  ),
  PARAMETER_INVALID: entry('A parameter of the strategy is missing or out of range.', 'Details name it.'),
  PLUGIN_INVALID: entry(
    'A module given by its path is not there, fails while it is loaded, or does not export what was named.',
    'The message names the file and the reason; mend it and start again.',
  ),
  PLUGIN_IMPORT: entry(
    'A module given by its path imports a part of the platform that is not public, by its name or by its path.',
    'Import only the libraries that details list.',
  ),
  REPLAY_STATE: entry('The replay run is not in a state that allows this.', 'Start a new run.'),
  REPLAY_MEMBER_MISSING: entry('A member of the replay did not answer in time.', 'The message names it; see its log.'),
} as const;
