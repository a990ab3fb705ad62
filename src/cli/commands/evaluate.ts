import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { EVALUATION_DEFAULTS as DEFAULTS } from '../../evaluation/comparison/settings.ts';
import { METHOD_NAMES } from '../../evaluation/methods/names.ts';
import { PROTOCOLS } from '../../evaluation/protocols/protocol.ts';
import {
  backendOption,
  jsonOption,
  SEED_LIMIT,
  seedOption,
  threadsOption,
} from '../options/common.ts';
import { outFolderOption } from '../options/out.ts';
import { choiceList, path, positive, whole, wholeList } from '../options/values.ts';

/** Each has a seed of its own. */
const MOST_PARTITIONS = 1000;

/** `hashplane evaluate`; what it does is loaded when it is called. */
export function evaluateCommand(): Command {
  const option = (flags: string, text: string) => new Option(flags, text);
  const names = [...METHOD_NAMES];
  return new Command('evaluate')
    .summary('compare hash functions over code lengths, supervision and partitions')
    .description(
      'Trains methods on some labelled points of each partition, hashes queries and database, and ' +
        'prints mean average precision and precision with their spread. Baselines are always shown. ' +
        'Several files of points are taken as one dataset. Without DATA it runs on 10,000 bundled ' +
        'images of Fashion-MNIST. With --out finished cells are kept, and a run that ended early ' +
        'goes on where it was.',
    )
    .argument('[data...]', 'files of points, as for hashplane tutorial --data')
    .addOption(
      option('--labels <file>', 'labels of a file of points; once for each, in the same order')
        .argParser((value: string, all: string[]) => [...all, path(value)])
        .default([], 'none'),
    )
    .addOption(option('--name <text>', "name of the dataset (default: its files' names)"))
    .addOption(
      option('--protocol <name>', 'how queries, database and training set are drawn')
        .choices([...PROTOCOLS])
        .default(DEFAULTS.protocol),
    )
    .addOption(
      option('--supervision <list>', 'numbers of labelled points, separated by commas')
        .argParser(wholeList(2, 2 ** 32 - 1))
        .default(DEFAULTS.supervision, DEFAULTS.supervision.join(',')),
    )
    .addOption(
      option('--bits <list>', 'code lengths, separated by commas')
        .argParser(wholeList(1, 4096))
        .default(DEFAULTS.bits, DEFAULTS.bits.join(',')),
    )
    .addOption(
      option('--methods <list>', `some of ${names.join(', ')}`)
        .argParser(choiceList(names))
        .default(names, 'all'),
    )
    .addOption(
      option('--partitions <n>', 'random partitions, whose results are averaged')
        .argParser(whole(1, MOST_PARTITIONS))
        .default(DEFAULTS.partitions),
    )
    .addOption(
      option('--queries-per-class <n>', 'queries of each class; not for the tutorial protocol')
        .argParser(whole(1))
        .default(DEFAULTS.queriesPerClass),
    )
    .addOption(
      seedOption(
        'seed of the first partition; the others follow it',
        SEED_LIMIT - MOST_PARTITIONS,
      ).default(DEFAULTS.seed),
    )
    .addOption(option('--no-tune', "keep the methods' defaults instead of choosing by validation"))
    .addOption(
      option('--folds <n>', 'parts of the labelled points, each once the validation set')
        .argParser(whole(2, 100))
        .default(4),
    )
    .addOption(
      option('--tune-seconds <s>', 'most seconds for choosing the settings of one method')
        .argParser(positive(0.01, 1e6))
        .default(600),
    )
    .addOption(
      threadsOption('threads for hashing and counting').default(
        availableParallelism(),
        'one a processor',
      ),
    )
    .addOption(backendOption())
    .addOption(
      outFolderOption(
        'write results.json, .csv, .tex and index.html here, and keep finished cells',
      ),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane evaluate --partitions 2 --supervision 500 --bits 16,32\n' +
        '  $ hashplane evaluate Gist512CIFAR10.mat --supervision 1000,2000 --out results\n' +
        '  $ hashplane evaluate x.npy --labels y.npy --protocol held-out\n' +
        '  $ hashplane evaluate a.gz b.gz --labels a-y.gz --labels b-y.gz --json\n',
    )
    .action(async (data: string[], options) => {
      const { runEvaluateCommand } = await import('../evaluate/run.ts');
      await runEvaluateCommand(data, options);
    });
}
