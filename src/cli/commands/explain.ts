import { Command, Option } from 'commander';
import { UsageError } from '../errors.ts';
import {
  arrayOption,
  backendOption,
  bitsOption,
  jsonOption,
  labelColumnOption,
  labelsOption,
  seedOption,
} from '../options/common.ts';
import { dataOption, queriesOption, splitSeedOption, trainOption } from '../options/split.ts';
import { missingOption, noHeaderOption } from '../options/table.ts';
import { whole, within } from '../options/values.ts';

/** Steps of the story; a test holds it to be as many as there are. */
const STEPS = 11;

/** `hashplane explain`; what it does is loaded when it is called. */
export function explainCommand(): Command {
  const option = (flags: string, text: string) => new Option(flags, text);
  return new Command('explain')
    .summary('tell how hashing works, step by step, on real images')
    .description(
      'Tells the tutorial "Learning to Hash" in eleven steps with the numbers of real images: ' +
        'random hyperplanes, one code, its bucket, search by Hamming radius, learned hyperplanes, ' +
        'and an example of six images to follow by hand. ' +
        'Without --data it runs on 10,000 bundled images of Fashion-MNIST.',
    )
    .allowExcessArguments()
    .addOption(option('--step <n>', 'one step of the story').argParser(whole(1, STEPS)))
    .addOption(option('--code', 'print the lines of JavaScript and numpy that do each step too'))
    .addOption(dataOption())
    .addOption(labelsOption('labels of the points in --data, of any of these formats'))
    .addOption(arrayOption())
    .addOption(labelColumnOption())
    .addOption(missingOption())
    .addOption(noHeaderOption())
    .addOption(bitsOption('length of the codes').default(16))
    .addOption(seedOption('seed of the hyperplanes'))
    .addOption(option('--row <n>', 'the row whose code is shown').argParser(whole(0)).default(0))
    .addOption(
      option(
        '--alpha <a>',
        "weight of the neighbours' bits (default: 1, and 0.8 with six images)",
      ).argParser(within(0, 1)),
    )
    .addOption(queriesOption('fraction or number of rows (default: by the number of rows)'))
    .addOption(trainOption('fraction or number of rows (default: by the number of rows)'))
    .addOption(splitSeedOption())
    .addOption(backendOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane explain\n' +
        '  $ hashplane explain --step 3\n' +
        '  $ hashplane explain --step 4 --row 7 --code\n' +
        '  $ hashplane explain --step 11 --alpha 0.4\n' +
        '  $ hashplane explain --data Gist512CIFAR10.mat\n' +
        '  $ hashplane explain --data table.csv --label-column species --bits 6\n',
    )
    .action(async (options, { args }: Command) => {
      if (args.length > 0) {
        throw new UsageError(
          `explain takes options alone, not "${args[0]}": name a step with --step`,
        );
      }
      const { runExplainCommand } = await import('../explain/run.ts');
      await runExplainCommand(options);
    });
}
