import { Option } from 'commander';
import { positive } from './values.ts';

/** The share of the nearest vectors that searches aim at. */
export function recallOption(text: string): Option {
  return new Option('--recall <r>', text).argParser(positive(1e-6, 1));
}
