import { ERRORS, type ErrorCode } from '@bourseworks/domain';

/** Where there is a command for it, the remedy of the error table in terms of the command line. */
const COMMANDS: Partial<Record<ErrorCode, string>> = {
  INSTRUMENT_UNKNOWN: '`bourse instruments` lists the symbols.',
  VENUE_UNKNOWN: '`bourse instruments` lists the venues.',
  ADAPTER_UNKNOWN: '`bourse instruments` lists the adapters.',
  KIND_UNSUPPORTED: 'Take one of the kinds named here; `bourse instruments` lists what is there live.',
  QUANTITY_INVALID: '`bourse instruments` lists lot and minimum of each symbol.',
  QUANTITY_OFF_LOT: 'Round it to the lot: `bourse instruments` lists it.',
  PRICE_OFF_TICK: 'Round it to the tick: `bourse instruments` lists it.',
  ACCOUNT_UNKNOWN: 'Take one of the accounts named here.',
  ORDER_UNKNOWN: '`bourse order list` shows the orders; name another account with --account.',
  STRATEGY_UNKNOWN: '`bourse strategy list` shows the strategies of a host.',
  ACTOR_CLAIM_INVALID:
    'The services verify with another key: give this command their DATA_DIR or ACTOR_KEYS_DIR (see `bourse config`).',
  ACTOR_KEY_MISSING:
    'Run the command as the user who runs the platform, with the same DATA_DIR or ACTOR_KEYS_DIR as its services.',
  RISK_VERSION: '`bourse limits` shows the version in force; give the file a later one.',
  RISK_HALTED: '`bourse risk state` shows who or what halted it.',
  RISK_REDUCING: '`bourse risk state` shows who or what allows reducing alone.',
  RISK_LOCATE: 'Give a locate with `bourse risk locate`, or sell what is held.',
  SPLIT_OPEN_ORDERS: '`bourse order list --open` shows them; cancel them and split when they are closed.',
  CONVERSION_RATE_MISSING: 'State `currency` and `rates` in the limits: `bourse limits set`.',
  RISK_KILLED: 'When the cause is mended a person re-arms it: see `bourse rearm --help`.',
};

export const remedyOf = (code: ErrorCode): string => COMMANDS[code] ?? ERRORS[code].remedy;
