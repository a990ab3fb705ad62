import { Argument, Command, Option } from 'commander';
import { UsageError } from '../errors.ts';
import { path } from '../options/values.ts';

const NAMES = ['cifar10', 'mnist', 'fashion-mnist'] as const;

/** `hashplane data`; what it does is loaded when it is called. */
export function dataCommand(): Command {
  return new Command('data')
    .summary('download well-known data sets')
    .description('Data sets to work on.')
    .addCommand(getCommand())
    .addHelpText('after', '\nExamples:\n  $ hashplane data get cifar10\n')
    .allowExcessArguments()
    .action((_, command: Command) => {
      const [name] = command.args;
      if (name === undefined) command.outputHelp();
      else throw new UsageError(`unknown command 'data ${name}': see hashplane help data`);
    });
}

function getCommand(): Command {
  return new Command('get')
    .summary('download a data set and check it')
    .description(
      'Downloads a data set from where it is published and checks its SHA-256. A download that was ' +
        'cut goes on where it ended; files that are there already are not loaded again.',
    )
    .addArgument(new Argument('<name>', 'the data set').choices([...NAMES]))
    .addOption(
      new Option('--dir <folder>', 'where the data sets go, a folder each')
        .argParser(path)
        .default('data'),
    )
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane data get cifar10\n' +
        '  $ hashplane data get mnist --dir ~/datasets\n',
    )
    .action(async (name: (typeof NAMES)[number], options) => {
      const { runDataGet } = await import('../data/get.ts');
      await runDataGet(name, options);
    });
}
