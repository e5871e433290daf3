import { DomainError } from '@bourseworks/domain';

/**
 * A command that was understood and refused by the platform's rules: 422 whatever its code, because sending it again as it
 * is changes nothing.
 */
export class RefusedCommand extends DomainError {
  readonly httpStatus = 422;
}
