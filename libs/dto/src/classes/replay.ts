import { ArrayMaxSize, ArrayUnique, IsArray, IsString, Matches, registerDecorator } from 'class-validator';
import { RUN_NAME, type ReplayStartShape } from '../shapes/replay.js';
import { IsNanosText } from './validators.js';

const MAX_MEMBERS = 1_000;
const MAX_SPEED = 1_000_000;

function IsReplaySpeed(): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name: 'isReplaySpeed',
      target: target.constructor,
      propertyName: String(propertyName),
      validator: {
        validate: (value: unknown) =>
          value === 'lock-step' || (typeof value === 'number' && value > 0 && value <= MAX_SPEED),
        defaultMessage: () => `$property must be 'lock-step' or a factor above 0, at most ${MAX_SPEED}`,
      },
    });
}

export class ReplayStartRequest implements ReplayStartShape {
  @Matches(RUN_NAME)
  run: string;

  @IsArray()
  @ArrayMaxSize(MAX_MEMBERS)
  @ArrayUnique()
  @IsString({ each: true })
  @Matches(/^[a-z0-9][a-z0-9_.]{0,31}$/, { each: true })
  members: string[];

  @IsNanosText()
  from: string;

  @IsNanosText()
  to: string;

  @IsReplaySpeed()
  speed: 'lock-step' | number;
}
