import { InvalidArgumentError, Option } from 'commander';
import { path } from './values.ts';

/** What a command writes: its format, and a name that says so. */
export interface OutFormat {
  readonly what: string;
  /** As people would name it, with the extension. */
  readonly example: string;
}

/** Extensions by which people and programs know a format. A file of any other name may be anything. */
const TELLING = new Set(
  (
    'npy npz safetensors index mat h5 hdf5 parquet arrow feather csv tsv json jsonl ndjson txt svm ' +
    'libsvm fvecs bvecs ivecs fbin u8bin i8bin ibin idx pkl pt pth onnx gz zip tar html tex'
  ).split(' '),
);

/** The file that the command makes. A name that says another format is refused. */
export function outFileOption(text: string, { what, example }: OutFormat): Option {
  const own = extensionOf(example);
  const option = new Option('--out <file>', text).argParser((value) => {
    const given = extensionOf(path(value));
    if (given === own || !TELLING.has(given)) return value;
    throw misnamed(`the name of ${what}, such as ${example}`, value);
  });
  return required(option);
}

/** The folder of results, where any are wanted. A name that says it is a file is refused. */
export function outFolderOption(text: string): Option {
  return new Option('--out <dir>', text).argParser((value) => {
    if (!TELLING.has(extensionOf(path(value)))) return value;
    throw misnamed('the name of a folder, such as results', value);
  });
}

const REQUIRED = new WeakSet<Option>();

/**
 * An option that must be given. Commander would miss it before it looks for unknown options, of which
 * one may be this one, misspelt: `missingOption` looks for it afterwards.
 */
function required(option: Option): Option {
  REQUIRED.add(option);
  return option;
}

/** The flags of an option that must be given and was not. */
export function missingOption(
  options: readonly Option[],
  givenValue: (name: string) => unknown,
): string | undefined {
  const isMissing = (option: Option) =>
    REQUIRED.has(option) && givenValue(option.attributeName()) === undefined;
  return options.find(isMissing)?.flags;
}

function extensionOf(name: string): string {
  return /\.(\w+)$/.exec(name)?.[1].toLowerCase() ?? '';
}

function misnamed(rule: string, value: string): InvalidArgumentError {
  return new InvalidArgumentError(`It must be ${rule}, not "${value}".`);
}
