import { Command, Option } from 'commander';
import { bitOrderOption } from '../options/codes.ts';
import {
  arrayOption,
  backendOption,
  bitsOption,
  labelColumnOption,
  seedOption,
} from '../options/common.ts';
import { outFileOption } from '../options/out.ts';
import { missingOption, noHeaderOption } from '../options/table.ts';
import { path } from '../options/values.ts';

/** `hashplane encode`; what it does is loaded when it is called. */
export function encodeCommand(): Command {
  return new Command('encode')
    .summary('turn vectors into packed binary codes')
    .description(
      'Hashes the rows of a file of vectors with a hasher that `hashplane train` saved, or with ' +
        'random hyperplanes, and writes the codes as .npy: one row of packed bytes a vector, bit j ' +
        'in byte floor(j / 8). The file is read in batches, twice if lsh or rotation learn the ' +
        'mean of its rows: memory does not grow with .npy, fvecs, bvecs, CSV, JSON lines, word ' +
        'vectors and Parquet; files of other formats are read whole.',
    )
    .argument('<file>', 'vectors, rows x dimensions: .npy, fvecs, CSV, JSON lines, Parquet ...')
    .addOption(
      new Option(
        '--model <file>',
        'a saved hasher, or lsh: random hyperplanes, or rotation: a random rotation',
      )
        .argParser(path)
        .default('lsh'),
    )
    .addOption(bitsOption('length of the codes of lsh and rotation'))
    .addOption(seedOption('seed of lsh and rotation'))
    .addOption(arrayOption())
    .addOption(labelColumnOption())
    .addOption(missingOption())
    .addOption(noHeaderOption())
    .option('--no-normalise', "lsh, rotation: don't divide rows by their L2 norm")
    .option('--no-centre', "lsh, rotation: don't subtract the mean of all rows")
    .addOption(bitOrderOption())
    .addOption(backendOption())
    .addOption(
      outFileOption('where the codes go: .npy', { what: 'a .npy file', example: 'codes.npy' }),
    )
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane encode vectors.npy --bits 64 --out codes.npy\n' +
        '  $ hashplane encode embeddings.jsonl --array embedding --out codes.npy\n' +
        '  $ hashplane encode vectors.npy --model model.safetensors --out codes.npy\n' +
        '  $ hashplane encode vectors.npy --bit-order packbits --out codes.npy\n',
    )
    .action(async (file: string, options, command: Command) => {
      const { runEncodeCommand } = await import('../encode/run.ts');
      const given = (name: string) => command.getOptionValueSource(name) === 'cli';
      await runEncodeCommand(file, options, given);
    });
}
