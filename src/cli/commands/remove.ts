import { Command } from 'commander';
import { jsonOption } from '../options/common.ts';
import { idsOption } from '../options/entries.ts';

/** `hashplane remove`; what it does is loaded when it is called. */
export function removeCommand(): Command {
  return new Command('remove')
    .summary('remove vectors from an index file')
    .description(
      'Removes the vectors of these ids from an index; ids that are not there are passed over, and ' +
        'said. An id is taken for a number if it is a number that is there, in double quotes for a ' +
        'text. Like add, it writes to a journal beside the index.',
    )
    .argument('<index>', 'a file written by `hashplane index`')
    .argument('[ids...]', 'ids; after -- such that begin with a hyphen')
    .addOption(idsOption('more ids: lines of text, or a list'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane remove docs.index 17 42\n' +
        '  $ hashplane remove docs.index --ids gone.txt\n',
    )
    .action(async (file: string, ids: string[], options) => {
      const { runRemoveCommand } = await import('../change/remove.ts');
      await runRemoveCommand(file, ids, options);
    });
}
