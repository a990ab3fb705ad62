import { Command, Option } from 'commander';
import { bitOrderOption } from '../options/codes.ts';
import { arrayOption, backendOption, jsonOption, labelColumnOption } from '../options/common.ts';
import { fieldsOption } from '../options/entries.ts';
import { outFolderOption } from '../options/out.ts';
import { pictureThreadsOption, strictOption } from '../options/pictures.ts';
import { recallOption } from '../options/recall.ts';
import { missingOption, noHeaderOption } from '../options/table.ts';
import { allOrWhole, jsonObject, path, whole, zeroOr128 } from '../options/values.ts';

/** `hashplane search`; what it does is loaded when it is called. */
export function searchCommand(): Command {
  const option = (flags: string, text: string) => new Option(flags, text);
  return new Command('search')
    .summary('find the nearest vectors in an index, or the nearest of packed codes')
    .description(
      'Finds for each query the nearest vectors of an index. Codes choose candidates, by one of ' +
        '--recall, --candidates, --radius and --probes; they are ranked by the metric of the index. With ' +
        '--codes, finds the nearest of packed codes by Hamming distance, exactly.',
    )
    .argument('[index]', 'a file written by `hashplane index`')
    .addOption(
      option(
        '--codes <file>',
        'packed codes instead of an index: rows of bytes, or a flat binary index of faiss',
      ).argParser(path),
    )
    .addOption(
      option(
        '--queries <data>',
        'vectors, of any format that `hashplane info` knows; pictures, of an index of pictures; codes ' +
          'for --codes (default: each code of --codes)',
      ).argParser(path),
    )
    .addOption(bitOrderOption())
    .addOption(
      option(
        '--codes-offset <n>',
        'added to each value of codes: 128 for int8 codes that are bytes less 128 (the binary of ' +
          'sentence-transformers and Cohere), or 0',
      )
        .argParser(zeroOr128)
        .default(0),
    )
    .addOption(arrayOption())
    .addOption(labelColumnOption())
    .addOption(missingOption())
    .addOption(noHeaderOption())
    .addOption(option('--k <n>', 'neighbours of each query').argParser(whole(1)).default(10))
    .addOption(recallOption('rank as many as this recall takes (default: that of the index)'))
    .addOption(
      option(
        '--candidates <c>',
        'rank so many vectors with the nearest codes, or all (default: what --recall takes)',
      ).argParser(allOrWhole(1)),
    )
    .addOption(
      option(
        '--radius <r>',
        'only vectors with codes, or codes, within this Hamming radius',
      ).argParser(whole(0, 4096)),
    )
    .addOption(
      option('--probes <p>', 'rank the vectors in the so many likeliest buckets').argParser(
        whole(1),
      ),
    )
    .addOption(
      option(
        '--where <json>',
        'only vectors whose documents fulfil this, such as {"year":{"gte":2020}}',
      ).argParser(jsonObject),
    )
    .addOption(
      fieldsOption('fields of the documents to show, separated by commas (default: the first 4)'),
    )
    .addOption(
      outFolderOption('an index of pictures: write a page with the pictures found to this folder'),
    )
    .addOption(
      option(
        '--pictures <path>',
        'for --out: where the pictures are (default: where they were when the index was made)',
      ).argParser(path),
    )
    .addOption(strictOption())
    .addOption(pictureThreadsOption())
    .addOption(backendOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane search vectors.index --queries queries.npy\n' +
        '  $ hashplane search vectors.index --queries q.npy --k 5 --candidates all\n' +
        '  $ hashplane search vectors.index --queries q.npy --recall 0.99\n' +
        `  $ hashplane search docs.index --queries q.npy --where '{"year":{"gte":2020}}'\n` +
        '  $ hashplane search photos.index --queries photo.jpg --out found\n' +
        '  $ hashplane search hamming.index --queries q.csv --probes 100 --json\n' +
        '  $ hashplane search --codes codes.npy --queries query-codes.npy\n' +
        '  $ hashplane search --codes binary.npy --codes-offset 128 --bit-order packbits\n' +
        '  $ hashplane search --codes faiss.index --radius 3 --json\n',
    )
    .action(async (file: string | undefined, options, command: Command) => {
      const { runSearchCommand } = await import('../search/run.ts');
      const given = (name: string) => command.getOptionValueSource(name) === 'cli';
      await runSearchCommand(file, options, given);
    });
}
