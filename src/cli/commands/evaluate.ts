import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { EVALUATION_DEFAULTS as DEFAULTS } from '../../evaluation/comparison/settings.ts';
import { CROSS_MODAL_NAMES } from '../../evaluation/cross-modal/names.ts';
import { BASELINES, METHOD_NAMES } from '../../evaluation/methods/names.ts';
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

/** Pairs of an image and a text, which are neither divided nor measured as points are. */
const CROSS_MODAL = 'cross-modal';
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
        'prints mean average precision and precision with their spread, and the accuracy of the ' +
        'classifier behind a method, where there is one. Only the methods that are named are run; ' +
        'all of them where none is. Several files of points are taken as one dataset. Without DATA it runs on 10,000 bundled ' +
        'images of Fashion-MNIST. With --out finished cells are kept, and a run that ended early ' +
        'goes on where it was. ' +
        'With --protocol cross-modal pairs of an image and a text are compared, in both directions, ' +
        'as vectors in two files; class probabilities without codes, and chance, stand beside.',
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
        .choices([...PROTOCOLS, CROSS_MODAL])
        .default(DEFAULTS.protocol),
    )
    .addOption(option('--images <file>', 'vectors of images, for cross-modal').argParser(path))
    .addOption(
      option('--texts <file>', 'vectors of texts, row i of the pair of image i').argParser(path),
    )
    .addOption(
      option(
        '--groups <file>',
        'a number or text for each pair: those of one group stay on one side of each split',
      ).argParser(path),
    )
    .addOption(
      option('--supervision <list>', 'numbers of labelled points, separated by commas')
        .argParser(wholeList(2, 2 ** 32 - 1))
        .default(DEFAULTS.supervision, `${DEFAULTS.supervision.join(',')}; a fifth of pairs`),
    )
    .addOption(
      option('--bits <list>', 'code lengths, separated by commas')
        .argParser(wholeList(1, 4096))
        .default(DEFAULTS.bits, `${DEFAULTS.bits.join(',')}; 24,48,64 of pairs`),
    )
    .addOption(
      option(
        '--methods <list>',
        `some of ${names.join(', ')}; of pairs, some of ${CROSS_MODAL_NAMES.join(', ')}`,
      )
        .argParser(choiceList([...names, ...CROSS_MODAL_NAMES]))
        .default(names, 'all'),
    )
    .addOption(option('--baselines', `run ${BASELINES.join(', ')} beside them`))
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
      option('--queries <n>', 'queries in all, for cross-modal (default: a fifth)').argParser(
        whole(1),
      ),
    )
    .addOption(
      option(
        '--database <n>',
        'points that are searched in the held-out protocol (default: half); of pairs, a database ' +
          'that nothing is learned from (default: all but the queries)',
      ).argParser(whole(1)),
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
      option(
        '--tune-seconds <s>',
        'seconds after which nothing more is tried for the settings of one method',
      )
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
        '  $ hashplane evaluate x.npy --labels y.npy --methods grh-rbf-cca --baselines\n' +
        '  $ hashplane evaluate a.gz b.gz --labels a-y.gz --labels b-y.gz --json\n' +
        '  $ hashplane evaluate --protocol cross-modal --images i.npy --texts t.npy \\\n' +
        '      --labels y.npy --methods rcmh,cross-kernel,cca --database 700\n',
    )
    .action(async (data: string[], options, command: Command) => {
      const given = (name: string) => command.getOptionValueSource(name) === 'cli';
      if (options.protocol === CROSS_MODAL) {
        const { runCrossModalCommand } = await import('../evaluate/cross-modal/run.ts');
        return runCrossModalCommand(data, options, given);
      }
      const { runEvaluateCommand } = await import('../evaluate/run.ts');
      await runEvaluateCommand(data, options, given);
    });
}
