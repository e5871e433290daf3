import { SetMetadata } from '@nestjs/common';

export const NEVER_THROTTLED = 'bourseworks:never-throttled';

/** A command that makes less risk: nobody is told to wait with it. The limit of the address still holds. */
export const NeverThrottled = (): MethodDecorator & ClassDecorator => SetMetadata(NEVER_THROTTLED, true);
