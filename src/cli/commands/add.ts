import { Command } from 'commander';
import { arrayOption, jsonOption, labelColumnOption } from '../options/common.ts';
import { entryOptions } from '../options/entries.ts';
import { pictureThreadsOption, strictOption } from '../options/pictures.ts';
import { missingOption, noHeaderOption } from '../options/table.ts';

/** `hashplane add`; what it does is loaded when it is called. */
export function addCommand(): Command {
  return entryCommand('add')
    .summary('add vectors to an index file')
    .description(
      'Adds the vectors of a file to an index, with their ids and documents; none is added if one of ' +
        'the ids is there. They are written to the end of a journal beside the index, FILE.journal, which ' +
        'every command and loadIndexFile read with it, and which is folded into the index when it has grown. ' +
        'To an index of pictures it adds those of a folder, list or archive whose paths are not there yet, ' +
        'and describes no others: a picture that changed under its old name is for upsert.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane add docs.index new.jsonl --id-column id\n' +
        '  $ hashplane add photos.index photos\n' +
        '  $ hashplane add vectors.index more.npy\n' +
        '  $ hashplane add vectors.index more.npy --ids more-ids.txt\n',
    );
}

/** `hashplane upsert`. */
export function upsertCommand(): Command {
  return entryCommand('upsert')
    .summary('add vectors to an index file, or replace those with the same ids')
    .description(
      'Adds the vectors of a file to an index. Where an id is there, its vector and its document are ' +
        'replaced. Like add, it writes to a journal beside the index.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane upsert docs.index changed.jsonl --id-column id\n' +
        '  $ hashplane upsert vectors.index changed.npy --ids ids.txt\n',
    );
}

function entryCommand(name: 'add' | 'upsert'): Command {
  const command = new Command(name)
    .argument('<index>', 'a file written by `hashplane index`')
    .argument('<data>', 'vectors of any format that `hashplane info` knows, or pictures')
    .addOption(arrayOption())
    .addOption(labelColumnOption())
    .addOption(missingOption())
    .addOption(noHeaderOption());
  for (const option of entryOptions('that follow the largest id')) command.addOption(option);
  command.addOption(strictOption()).addOption(pictureThreadsOption());
  return command.addOption(jsonOption()).action(async (file: string, data: string, options) => {
    const { runAddCommand } = await import('../change/add.ts');
    await runAddCommand(name, file, data, options);
  });
}
