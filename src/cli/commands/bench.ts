import { Command, Option } from 'commander';
import { LONG_SUITES, SHORT_SUITES } from '../../bench/suites/names.ts';
import { BACKENDS } from '../../kernels/api.ts';
import { jsonOption, labelsOption, threadsOption } from '../options/common.ts';
import { outFolderOption } from '../options/out.ts';
import { choiceList, path, positive, whole } from '../options/values.ts';

/** `hashplane bench`; what it does is loaded when it is called. */
export function benchCommand(): Command {
  return new Command('bench')
    .summary('measure the backends against each other')
    .description(
      'Checks every contender against an oracle, then times them in turn: SIMD and scalar ' +
        'WebAssembly, tuned TypeScript, and naive TypeScript as one would write it first. ' +
        'Every figure is a rate: higher is better.',
    )
    .addOption(
      new Option('--suite <list>', 'suites, separated by commas')
        .argParser(choiceList([...SHORT_SUITES, ...LONG_SUITES]))
        .default([...SHORT_SUITES], 'all but search and sql, which take minutes'),
    )
    .addOption(
      new Option('--backends <list>', 'backends, separated by commas')
        .argParser(choiceList([...BACKENDS]))
        .default([...BACKENDS], 'all'),
    )
    .addOption(threadsOption('worker threads for the cases that can use them'))
    .addOption(
      new Option('--seconds <s>', 'seconds of timed runs a case')
        .argParser(positive(0.01, 3600))
        .default(2),
    )
    .addOption(
      new Option(
        '--data <file>',
        'for the suite search: labelled vectors, or a set of ann-benchmarks with queries and ' +
          'neighbours of its own (default: the bundled images)',
      ).argParser(path),
    )
    .addOption(labelsOption('their labels, if in a file of its own'))
    .addOption(
      new Option(
        '--rows <n>',
        'most rows of what the suites search (default: 10000000) and sql (1000000) make up',
      ).argParser(whole(1000, 10_000_000)),
    )
    .addOption(outFolderOption('write results.json and a page of charts to this folder'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane bench\n' +
        '  $ hashplane bench --suite projection,hamming --seconds 5\n' +
        '  $ hashplane bench --suite search --data Gist512CIFAR10.mat --out search\n' +
        '  $ hashplane bench --suite sql --backends wasm-simd\n' +
        '  $ hashplane bench --data glove-25-angular.hdf5\n' +
        '  $ hashplane bench --json > bench.json\n',
    )
    .action(async (options, command: Command) => {
      // Data are for one suite alone.
      const isPlain = command.getOptionValueSource('suite') === 'default';
      if (options.data !== undefined && isPlain) options.suite = ['search'];
      const { runBenchCommand } = await import('../bench/run.ts');
      await runBenchCommand(options);
    });
}
