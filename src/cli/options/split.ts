import { Option } from 'commander';
import { TUTORIAL_DEFAULTS } from '../../evaluation/tutorial/settings.ts';
import { SEED_LIMIT } from './common.ts';
import { fractionOrCount, path, whole } from './values.ts';

// Labelled points and how they are divided, as in the tutorial.

/** The file of the points, bundled images where there is none. */
export function dataOption(): Option {
  return new Option(
    '--data <file>',
    'points with labels, or with --labels: .mat, .npy, .npz, IDX, CSV, Parquet ...',
  ).argParser(path);
}

/** How many ask. */
export function queriesOption(text: string): Option {
  return new Option('--queries <f>', text).argParser(fractionOrCount);
}

/** From how many is learned. */
export function trainOption(text: string): Option {
  return new Option('--train <f>', text).argParser(fractionOrCount);
}

export function splitSeedOption(): Option {
  return new Option('--split-seed <n>', 'seed of the split')
    .argParser(whole(0, SEED_LIMIT))
    .default(TUTORIAL_DEFAULTS.splitSeed);
}
