import { Command, Option } from 'commander';
import { TUTORIAL_DEFAULTS as DEFAULTS } from '../../evaluation/tutorial/settings.ts';
import { UsageError } from '../errors.ts';
import {
  arrayOption,
  backendOption,
  jsonOption,
  labelColumnOption,
  labelsOption,
  seedOption,
} from '../options/common.ts';
import { alphaOption, costOption, iterationsOption, learnerOption } from '../options/grh.ts';
import { outFolderOption } from '../options/out.ts';
import { dataOption, queriesOption, splitSeedOption, trainOption } from '../options/split.ts';
import { missingOption, noHeaderOption } from '../options/table.ts';
import { whole, wholeList } from '../options/values.ts';

/** `hashplane tutorial`; what it does is loaded when it is called. */
export function tutorialCommand(): Command {
  const option = (flags: string, text: string) => new Option(flags, text);
  return new Command('tutorial')
    .summary('compare random with learned hyperplanes on real images')
    .description(
      'Hashes images with random hyperplanes (LSH) and with learned ones (GRH), searches by ' +
        'Hamming radius, re-ranks by exact cosine and prints precision and time by radius. ' +
        'Without --data it runs on 10,000 bundled images of Fashion-MNIST.',
    )
    .allowExcessArguments()
    .addOption(dataOption())
    .addOption(labelsOption('labels of the points in --data, of any of these formats'))
    .addOption(arrayOption())
    .addOption(labelColumnOption())
    .addOption(missingOption())
    .addOption(noHeaderOption())
    .addOption(
      option('--bits <list>', 'code lengths, separated by commas')
        .argParser(wholeList(1, 4096))
        .default(DEFAULTS.bits, DEFAULTS.bits.join(',')),
    )
    .addOption(seedOption('seed of the hyperplanes').default(DEFAULTS.seed))
    .addOption(splitSeedOption())
    .addOption(queriesOption('fraction or number of rows (default: 0.002, or 200 bundled images)'))
    .addOption(trainOption('fraction or number of rows (default: 0.02, or 1200 bundled images)'))
    .addOption(
      option(
        '--max-radius <r>',
        'largest Hamming radius (default: 10, or the bits if fewer)',
      ).argParser(whole(0, 4096)),
    )
    .addOption(option('--top <k>', 'k of precision@k').argParser(whole(1)).default(DEFAULTS.top))
    .addOption(iterationsOption('iterations of GRH as in the paper'))
    .addOption(alphaOption("weight of the neighbours' bits in GRH as in the paper"))
    .addOption(costOption('C of the SVMs, for both forms of GRH'))
    .addOption(learnerOption('how the SVMs are fitted'))
    .addOption(backendOption())
    .addOption(outFolderOption('write results.json and index.html to this folder'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane tutorial\n' +
        '  $ hashplane tutorial --bits 8,16,32\n' +
        '  $ hashplane tutorial --data Gist512CIFAR10.mat --out results\n' +
        '  $ hashplane tutorial --data table.csv --label-column species\n' +
        '  $ hashplane tutorial --data vectors.npy --labels classes.npy --json\n',
    )
    .action(async (options, { args }: Command) => {
      if (args.length > 0) {
        throw new UsageError(
          `tutorial takes options alone, not "${args[0]}": give a file of points with --data`,
        );
      }
      const { runTutorialCommand } = await import('../tutorial/run.ts');
      await runTutorialCommand(options);
    });
}
