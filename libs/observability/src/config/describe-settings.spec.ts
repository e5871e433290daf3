import { describe, expect, it } from '@jest/globals';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { describeSettings } from './describe-settings.js';
import { EnvVar, Secret, Setting } from './env-decorators.js';

class Config {
  @Setting('threads that read')
  @EnvVar('READERS')
  @IsInt()
  @Min(1)
  @Max(10_000)
  readers = 4;

  @Setting('what to list')
  @IsIn(['a', 'b'], { each: true })
  LISTED: string[] = ['a', 'b'];

  @Setting('whether to list')
  @IsBoolean()
  LIST = true;

  @Setting('first part of an id', '1 to 12 small letters')
  @Matches(/^[a-z]{1,12}$/)
  PREFIX = 'dev';

  @Setting('name of a run')
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(32)
  RUN?: string;

  @Setting('folder')
  @IsString()
  FOLDER: string;

  @Setting('of the user')
  @Secret()
  @IsString()
  PHRASE = '';

  @IsString()
  USER_PASSWORD = '';
}

describe('describeSettings', () => {
  it('gives the variables of a class with defaults, meanings and the values taken', () => {
    expect(describeSettings(Config)).toEqual([
      { name: 'READERS', default: '4', meaning: 'threads that read', values: '1 to 10 000' },
      { name: 'LISTED', default: 'a,b', meaning: 'what to list', values: 'a, b' },
      { name: 'LIST', default: 'true', meaning: 'whether to list', values: 'true, false' },
      { name: 'PREFIX', default: 'dev', meaning: 'first part of an id', values: '1 to 12 small letters' },
      { name: 'RUN', meaning: 'name of a run', values: 'at most 32 characters' },
      { name: 'FOLDER', meaning: 'folder', required: true },
      { name: 'PHRASE', meaning: 'of the user', secret: true },
      { name: 'USER_PASSWORD', meaning: '', secret: true },
    ]);
  });
});
