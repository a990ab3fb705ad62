import { Command, Option } from 'commander';
import { CODE_FORMATS } from '../encode/formats/names.ts';
import { bitOrderOption } from '../options/codes.ts';
import {
  arrayOption,
  backendOption,
  bitsOption,
  labelColumnOption,
  seedOption,
} from '../options/common.ts';
import { idsOption } from '../options/entries.ts';
import { anyOutFileOption } from '../options/out.ts';
import { descriptorOptions, pictureThreadsOption } from '../options/pictures.ts';
import { missingOption, noHeaderOption } from '../options/table.ts';
import { path } from '../options/values.ts';

/** `hashplane encode`; what it does is loaded when it is called. */
export function encodeCommand(): Command {
  const command = new Command('encode')
    .summary('turn vectors into packed binary codes')
    .description(
      'Hashes the rows of a file of vectors with a hasher that `hashplane train` saved, or with ' +
        'random hyperplanes, and writes the codes as .npy: one row of packed bytes a vector, bit j ' +
        'in byte floor(j / 8). --format writes them with ids for an engine that searches codes ' +
        'itself (docs/use/engines.md): PostgreSQL and pgvector by COPY, DuckDB, Parquet, ' +
        'Elasticsearch, OpenSearch, Vespa, Milvus. The file is read in batches, twice if lsh or rotation learn the ' +
        'mean of its rows: memory does not grow with .npy, fvecs, bvecs, CSV, JSON lines, word ' +
        'vectors and Parquet; files of other formats are read whole.',
    )
    .argument('<file>', 'vectors, rows x dimensions: .npy, fvecs, CSV, Parquet ...; or pictures')
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
    .addOption(
      new Option('--format <name>', 'what is written, and for which engine')
        .choices(Object.keys(CODE_FORMATS))
        .default('npy'),
    )
    .addOption(
      idsOption('ids: lines of text, or a list (default: row numbers, or paths); .npy has none'),
    )
    .addOption(
      new Option('--document-type <name>', 'jsonl-vespa: type of the documents').default('code'),
    )
    .addOption(bitOrderOption())
    .addOption(backendOption())
    .addOption(anyOutFileOption('where the codes go, such as codes.npy'));
  for (const own of descriptorOptions()) command.addOption(own);
  return command
    .addOption(pictureThreadsOption())
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ hashplane encode vectors.npy --bits 64 --out codes.npy\n' +
        '  $ hashplane encode embeddings.jsonl --array embedding --out codes.npy\n' +
        '  $ hashplane encode vectors.npy --model model.safetensors --out codes.npy\n' +
        '  $ hashplane encode vectors.npy --bit-order packbits --out codes.npy\n' +
        '  $ hashplane encode photos --format jsonl-es --out codes.jsonl\n' +
        '  $ hashplane encode vectors.npy --format pg-copy --out codes.copy\n' +
        '  $ hashplane encode vectors.npy --ids ids.txt --format jsonl-es --out c.jsonl\n',
    )
    .action(async (file: string, options, command: Command) => {
      const { runEncodeCommand } = await import('../encode/run.ts');
      const given = (name: string) => command.getOptionValueSource(name) === 'cli';
      await runEncodeCommand(file, options, given);
    });
}
