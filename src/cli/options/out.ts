import { InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../errors.ts';
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

/**
 * The file that the command makes. A name that says another format is refused.
 *
 * @param unless - an option's attribute: where it is given, this one may be missing.
 */
export function outFileOption(text: string, { what, example }: OutFormat, unless?: string): Option {
  const own = extensionOf(example);
  const option = new Option('--out <file>', text).argParser((value) => {
    const given = extensionOf(path(value));
    if (given === own || !TELLING.has(given)) return value;
    throw misnamed(`the name of ${what}, such as ${example}`, value);
  });
  return required(option, unless);
}

/** The file that the command makes, of a format that another option names: see `checkOutName`. */
export function anyOutFileOption(text: string): Option {
  return required(new Option('--out <file>', text).argParser(path), undefined);
}

/** Throws UsageError for a name that says another format than `what`. */
export function checkOutName(name: string, { what, example }: OutFormat): void {
  const given = extensionOf(name);
  if (given === extensionOf(example) || !TELLING.has(given)) return;
  throw new UsageError(`--out must be the name of ${what}, such as ${example}, not "${name}"`);
}

/** The folder of results, where any are wanted. A name that says it is a file is refused. */
export function outFolderOption(text: string): Option {
  return new Option('--out <dir>', text).argParser((value) => {
    if (!TELLING.has(extensionOf(path(value)))) return value;
    throw misnamed('the name of a folder, such as results', value);
  });
}

const REQUIRED = new WeakMap<Option, { readonly unless: string | undefined }>();

/**
 * An option that must be given. Commander would miss it before it looks for unknown options, of which
 * one may be this one, misspelt: `missingOption` looks for it afterwards.
 */
function required(option: Option, unless: string | undefined): Option {
  REQUIRED.set(option, { unless });
  return option;
}

/** The flags of an option that must be given and was not. */
export function missingOption(
  options: readonly Option[],
  givenValue: (name: string) => unknown,
): string | undefined {
  const isMissing = (option: Option) => {
    const rule = REQUIRED.get(option);
    if (!rule || givenValue(option.attributeName()) !== undefined) return false;
    return rule.unless === undefined || givenValue(rule.unless) === undefined;
  };
  return options.find(isMissing)?.flags;
}

function extensionOf(name: string): string {
  return /\.(\w+)$/.exec(name)?.[1].toLowerCase() ?? '';
}

function misnamed(rule: string, value: string): InvalidArgumentError {
  return new InvalidArgumentError(`It must be ${rule}, not "${value}".`);
}
