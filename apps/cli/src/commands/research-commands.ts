import type { Command } from 'commander';
import { indicatorCommand } from './research/indicator.command.js';
import { priceCommand } from './research/price.command.js';
import { statsCommand } from './research/stats.command.js';

/** Commands that compute from files and numbers, without a platform. */
export function researchCommands(): Command[] {
  return [indicatorCommand(), priceCommand(), statsCommand()];
}
