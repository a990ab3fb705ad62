import { InvalidArgumentError } from '../../core/errors.ts';
import type { HyperplaneLearner } from '../../learners/learner.ts';
import { describeHasher } from '../../models/describe-hasher.ts';
import { openRowStream } from '../../node/row-stream/open.ts';
import { createThreadPool } from '../../node/threads.ts';
import { checkWritableFile, writeFileAtomic } from '../../node/write-file.ts';
import { UsageError } from '../errors.ts';
import { tableOptions } from '../options/table.ts';
import { counted } from '../output/counted.ts';
import { printResult } from '../output/print-result.ts';
import { writeOutput } from '../output/write-output.ts';
import { isOfPictures } from '../pictures/is-of-pictures.ts';
import { readVectors } from '../read-vectors.ts';
import { startKernels } from '../start-kernels.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { runWork, type WorkTools } from '../work.ts';
import type { MethodSettings, TrainJob, TrainMethod } from './methods/method.ts';
import { METHODS } from './methods/registry.ts';
import type { TrainOptions } from './options.ts';
import { pictureData } from './picture-data.ts';
import { type TrainResult, trainText } from './text.ts';
import { readTrainingSet } from './training-set.ts';

/** Settings of which not every method knows, and how the command line writes them. */
const METHOD_SETTINGS: readonly (keyof MethodSettings)[] = [
  'iterations',
  'alpha',
  'cost',
  'learner',
  'tune',
];

/** What `--tune` chooses. */
const TUNED: readonly (keyof MethodSettings)[] = ['iterations', 'alpha', 'cost'];

/** @param given - whether an option stands on the command line. */
export async function runTrainCommand(
  file: string,
  options: TrainOptions,
  given: (name: string) => boolean,
): Promise<void> {
  const method = METHODS[options.method];
  const out = options.out as string;
  checkOptions(method, options, given);
  await checkWritableFile(out);
  const outcome: Outcome = { kept: `nothing was written, and ${out} is as it was before` };
  const result = await runWork(
    (tools) => train(file, { ...options, out }, { method, outcome, ...tools }),
    () => outcome.kept,
    () => outcome.isWorthWaiting ?? false,
  );
  printResult(options.json, result, (paint) => trainText(result, method, paint));
}

/** What there is of the work when it is asked to stop. */
interface Outcome {
  kept: string;
  isWorthWaiting?: boolean;
}

/** A setting that would change nothing is a mistake. */
function checkOptions(
  method: TrainMethod,
  { labels, unlabelled }: TrainOptions,
  given: (name: string) => boolean,
): void {
  const known: readonly string[] = method.settings;
  const stray = METHOD_SETTINGS.find((name) => given(name) && !known.includes(name));
  const chosen = given('tune') ? TUNED.find(given) : undefined;
  if (chosen) throw new UsageError(`--tune chooses --${chosen}: give one of the two`);
  const hasLabels = typeof labels === 'string' && !method.needsLabels;
  if (labels === false && method.needsLabels) {
    throw new UsageError(`--method ${method.name} learns from labels: leave out --no-labels`);
  }
  const hasUnlabelled = unlabelled !== undefined && !method.usesUnlabelled;
  const extra = stray ?? (hasLabels ? 'labels' : hasUnlabelled ? 'unlabelled' : undefined);
  if (extra) throw new UsageError(`--${extra} means nothing to --method ${method.name}`);
}

interface Context extends WorkTools {
  readonly method: TrainMethod;
  readonly outcome: Outcome;
}

const STOPPING = 'stopping with the best so far (Ctrl-C again ends at once): ';

async function train(
  file: string,
  options: TrainOptions & { readonly out: string },
  context: Context,
): Promise<TrainResult> {
  const { method, outcome, progress, signal } = context;
  const { out, backend, threads } = options;
  const kernels = await startKernels(backend, progress);
  // Even one worker leaves this thread free for progress and signals.
  const pool = method.usesThreads
    ? await createThreadPool({ backend: kernels.name, threads })
    : undefined;
  try {
    const onThreads = (learner: HyperplaneLearner) => pool?.learner(learner) ?? learner;
    const isPictured = await isOfPictures(file, options);
    const data = isPictured
      ? await pictureData(file, options, kernels, context)
      : dataOf(file, options, context);
    const started = performance.now();
    const onProgress = (what: string, share: number) =>
      progress.update(signal.aborted ? STOPPING + what : what, share);
    const holdOn = () => {
      outcome.isWorthWaiting = true;
    };
    const settings = { kernels, settings: options, executor: pool ?? null, onThreads };
    const fitted = await method.fit({ ...settings, ...data, onProgress, signal, holdOn });
    const { hasher, summary, endedEarly } = fitted;
    const bytes = hasher.save();
    const seconds = (performance.now() - started) / 1000;
    if (signal.aborted) {
      // There is something to keep: it is written in spite of the signal, which is reported then.
      await writeFileAtomic(out, bytes);
      outcome.kept = `${out} holds ${endedEarly ?? 'the whole hasher, which was done by then'}`;
      signal.throwIfAborted();
    }
    await writeOutput(out, bytes, signal);
    return {
      out,
      data: file,
      backend: kernels.name,
      seconds,
      bytes: bytes.length,
      hasher: describeHasher(bytes),
      summary,
    };
  } finally {
    await pool?.close();
  }
}

/** The data as methods ask for it: streamed without labels, or whole with them. */
function dataOf(
  file: string,
  options: TrainOptions,
  { progress, signal }: Context,
): Pick<TrainJob, 'batches' | 'points' | 'labelled' | 'unlabelled'> {
  const { unlabelled } = options;
  let dimensions = 0;
  const table = tableOptions(options, progress);
  async function* batches() {
    const input = await openRowStream(file, table);
    try {
      yield* unlessAborted(counted(input, 'learning the mean', progress), signal);
    } finally {
      await input.close();
    }
  }
  const told = (name = file) => progress.update(`reading ${name}`, 0);
  return {
    batches,
    async points() {
      told();
      return (await readVectors(file, table)).points;
    },
    async labelled() {
      told();
      const labels = options.labels || undefined;
      const dataset = await readTrainingSet(file, { ...table, labels });
      dimensions = dataset.points.cols;
      return dataset;
    },
    async unlabelled() {
      if (unlabelled === undefined) return null;
      told(unlabelled);
      const { points } = await readVectors(unlabelled, table);
      if (points.cols === dimensions) return points;
      throw new InvalidArgumentError(
        `${unlabelled}: rows have ${points.cols} values, where those of ${file} have ${dimensions}`,
      );
    },
  };
}
