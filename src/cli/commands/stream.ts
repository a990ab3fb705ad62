import { Command, Option } from 'commander';
import { STREAM_DEFAULTS as DEFAULTS } from '../../evaluation/streams/defaults.ts';
import { STREAM_VARIANTS } from '../../evaluation/streams/names.ts';
import { backendOption, jsonOption, SEED_LIMIT, seedOption } from '../options/common.ts';
import { costOption } from '../options/grh.ts';
import { outFolderOption } from '../options/out.ts';
import { choiceList, path, whole } from '../options/values.ts';

/** Each seed has a stream of its own. */
const MOST_SEEDS = 1000;

/** `hashplane stream`; what it does is loaded when it is called. */
export function streamCommand(): Command {
  const option = (flags: string, text: string) => new Option(flags, text);
  const names = [...STREAM_VARIANTS];
  return new Command('stream')
    .summary('compare learners of a stream whose classes come one by one')
    .description(
      'Learns a stream of labelled points batch by batch. Half of the classes are there from the ' +
        'start, the others but one come after 3/7 of the points, the last after 5/7. Prints mean ' +
        'average precision as the stream goes on, on a database of points that were never seen and ' +
        'on one of points of the stream. Without DATA it runs on 10,000 bundled images of ' +
        'Fashion-MNIST.',
    )
    .argument('[data...]', 'files of points, as for hashplane evaluate')
    .addOption(
      option('--labels <file>', 'labels of a file of points; once for each, in the same order')
        .argParser((value: string, all: string[]) => [...all, path(value)])
        .default([], 'none'),
    )
    .addOption(
      option('--variant <list>', `some of ${names.join(', ')}`)
        .argParser(choiceList(names))
        .default(names, 'all'),
    )
    .addOption(
      option('--bits <b>', 'length of the codes').argParser(whole(1, 4096)).default(DEFAULTS.bits),
    )
    .addOption(costOption('C of passive-aggressive learning'))
    .addOption(
      option('--landmarks <m>', 'landmarks of the variant of this name')
        .argParser(whole(1, 2 ** 16))
        .default(DEFAULTS.landmarks),
    )
    .addOption(
      option('--points <n>', 'points of the stream').argParser(whole(1)).default(DEFAULTS.points),
    )
    .addOption(
      option('--batch <n>', 'points that come together')
        .argParser(whole(1))
        .default(DEFAULTS.batch),
    )
    .addOption(
      option('--every <n>', 'points between two measurements')
        .argParser(whole(1))
        .default(DEFAULTS.every),
    )
    .addOption(
      option('--queries <n>', 'points that are searched for')
        .argParser(whole(1))
        .default(DEFAULTS.queries),
    )
    .addOption(
      option('--seeds <n>', 'streams, whose results are averaged')
        .argParser(whole(1, MOST_SEEDS))
        .default(DEFAULTS.seeds.length),
    )
    .addOption(
      seedOption('seed of the first stream; the others follow it', SEED_LIMIT - MOST_SEEDS),
    )
    .addOption(backendOption())
    .addOption(outFolderOption('write results.json to this folder'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane stream\n' +
        '  $ hashplane stream --variant landmarks --seeds 5\n' +
        '  $ hashplane stream Gist512CIFAR10.mat --out results\n' +
        '  $ hashplane stream x.npy --labels y.npy --points 2000 --every 250 --json\n',
    )
    .action(async (data: string[], options) => {
      const { runStreamCommand } = await import('../stream/run.ts');
      await runStreamCommand(data, options);
    });
}
