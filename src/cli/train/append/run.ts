import { FormatError } from '../../../core/errors.ts';
import { describeHasher } from '../../../models/describe-hasher.ts';
import type { HasherDescription } from '../../../models/hasher-description.ts';
import { readDatasetFile, readFileBytes } from '../../../node/read-file.ts';
import { checkWritableFile } from '../../../node/write-file.ts';
import { UsageError } from '../../errors.ts';
import { tableOptions } from '../../options/table.ts';
import { printResult } from '../../output/print-result.ts';
import { writeOutput } from '../../output/write-output.ts';
import { startKernels } from '../../start-kernels.ts';
import { runWork, type WorkTools } from '../../work.ts';
import type { TrainOptions } from '../options.ts';
import { type TrainResult, trainText } from '../text.ts';
import { appenderFor } from './registry.ts';

type AppendOptions = TrainOptions & { readonly append: string };

/** What the model has already, and what goes on alone. */
const MEANINGLESS = [
  ...['method', 'bits', 'seed', 'normalise', 'centre', 'iterations', 'alpha', 'cost', 'learner'],
  ...['tune', 'unlabelled'],
];

/** `hashplane train --append`: a model goes on with new labels, and its file is replaced whole. */
export async function runAppendCommand(
  file: string,
  options: AppendOptions,
  given: (name: string) => boolean,
): Promise<void> {
  const stray = MEANINGLESS.find(given);
  if (stray) throw new UsageError(`--append goes on with what the model has: leave out --${stray}`);
  if (options.labels === false)
    throw new UsageError('--append needs labels: leave out --no-labels');
  const out = options.out ?? options.append;
  await checkWritableFile(out);
  const result = await runWork(
    (tools) => append(file, { ...options, out }, tools),
    () => `nothing was written, and ${out} is as it was before`,
  );
  const { method: title } = result.hasher;
  const what = { name: `appended to ${options.append}`, title, isAppended: true };
  printResult(options.json, result, (paint) => trainText(result, what, paint));
}

async function append(
  file: string,
  options: AppendOptions & { readonly out: string },
  { progress, signal }: WorkTools,
): Promise<TrainResult> {
  const { out, append: from } = options;
  const model = await readFileBytes(from);
  const appender = appenderFor(from, descriptionOf(from, model));
  const kernels = await startKernels(options.backend, progress);
  progress.update(`reading ${file}`, 0);
  const table = tableOptions(options, progress);
  const dataset = await readDatasetFile(file, { ...table, labels: options.labels || undefined });
  const started = performance.now();
  const job = { kernels, model, dataset, onProgress: progress.update, signal };
  const { model: bytes, summary } = await appender.append(job);
  const seconds = (performance.now() - started) / 1000;
  await writeOutput(out, bytes, signal);
  return {
    ...{ out, data: file, backend: kernels.name, seconds, bytes: bytes.length },
    ...{ hasher: describeHasher(bytes), summary },
  };
}

function descriptionOf(file: string, bytes: Uint8Array): HasherDescription {
  try {
    return describeHasher(bytes);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError(`${file}: ${error.message}`, undefined, { cause: error });
  }
}
