import { checkKernels, checkPositive, checkWhole } from '../../core/checks.ts';
import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import type { FeatureMapModel } from '../../core/feature-map.ts';
import { asBytes, type BytesLike } from '../../core/given.ts';
import { readSafetensors } from '../../data/safetensors/safetensors.ts';
import type { Kernels } from '../../kernels/api.ts';
import { GraphRegularisedHashing } from '../graph-regularised-hashing.ts';
import { readHasher } from '../hasher-file.ts';
import { loadFeatureMap } from '../load-feature-map.ts';
import { landmarkStream } from './landmark-stream.ts';
import { LearningStream, type LearningStreamSettings } from './learning-stream.ts';
import { partsOf } from './stream-state.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The hasher that `save({ state: true })` turned into bytes, with its stream: it learns and makes
 * codes as the one that was saved would have done, to the bit, on any backend.
 *
 * @param given - a buffer, or a view of any type of one.
 * @throws FormatError if the bytes are damaged or hold no hasher; InvalidArgumentError if they have
 *   no state of a stream.
 */
export function resumeStream(kernels: Kernels, given: BytesLike): GraphRegularisedHashing {
  checkKernels(kernels);
  const bytes = asBytes('the hasher', given);
  const { model, description } = readHasher(bytes);
  const { tensors, metadata } = readSafetensors(bytes);
  const text = metadata.get('stream');
  if (text === undefined) {
    throw new InvalidArgumentError(
      'the file has a hasher alone: save({ state: true }) writes what a stream needs to go on',
    );
  }
  const values = objectOf(text);
  const { featureMap, offsets, hyperplanes, mean, bits, normalise } = model;
  const { seed = 0, stream } = description.settings;
  if (featureMap?.kind === 'rbf') {
    throw new FormatError(
      "the stream's state is of an earlier hashplane, which made codes in another way: loadHasher reads " +
        'the hasher, and a new stream can learn its points anew',
    );
  }
  if (
    !featureMap ||
    !isOfStream(featureMap) ||
    !offsets ||
    values.bits !== bits ||
    !isObject(stream)
  ) {
    throw new FormatError("the stream's state does not fit its hasher");
  }
  const settings = settingsOf(stream);
  const learned = wrong('training', () => {
    checkWhole('seed', seed as number, 0, 2 ** 32 - 1);
    const { version, points, classes } = description.training as Record<string, number>;
    for (const [name, value] of Object.entries({ version, points, classes })) {
      checkWhole(name, value, 1, Number.MAX_SAFE_INTEGER);
    }
    return { version, points, classes };
  });
  const unlabelled = Number(stream.unlabelled) || 0;
  const factory = wrong('settings', () => landmarkStream(settings));
  const hasher = new GraphRegularisedHashing({
    ...{ kernels, bits, seed: seed as number, normalise, centre: mean !== null },
    stream: {
      ...factory,
      settings: { ...settings, unlabelled },
      start: values.isFixed === true ? refuseToBegin : factory.start,
    },
  });
  const features = loadFeatureMap(kernels, featureMap);
  try {
    const solved = { hyperplanes, offsets, mean, features };
    const parts = partsOf(tensors, values, solved);
    const job = { bits, seed: seed as number, normalise, centre: mean !== null };
    const resumed = new LearningStream(kernels, job, settings, parts);
    return hasher.resume(resumed, { ...solved, changes: null }, learned);
  } catch (error) {
    features.map.dispose();
    throw error;
  }
}

/** Whether hashers of streams have such a map: probabilities by landmarks alone. */
function isOfStream(model: FeatureMapModel): boolean {
  if (model.kind !== 'probabilities') return false;
  const [{ featureMap }] = model.members;
  return model.members.length === 1 && featureMap?.kind === 'rbf';
}

/** After `dispose` a stream begins anew, with all that it was made with. */
function refuseToBegin(): never {
  throw new InvalidArgumentError(
    'the stream was disposed of, and its file has no unlabelled points to begin anew with: ' +
      'resumeStream(kernels, bytes) goes on from the file',
  );
}

function settingsOf(stream: Json): LearningStreamSettings {
  const { landmarks, relativeWidth, ridge, solveEvery, sample } = stream as Record<string, number>;
  return wrong('settings', () => {
    for (const [name, value] of Object.entries({ landmarks, solveEvery, sample })) {
      checkWhole(name, value, 1, Number.MAX_SAFE_INTEGER);
    }
    checkPositive('relativeWidth', relativeWidth);
    checkPositive('ridge', ridge);
    return { landmarks, relativeWidth, ridge, solveEvery, sample };
  });
}

/** What is wrong with values of a file is a fault of its form. */
function wrong<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new FormatError(`the ${what} of the stream can't be read: ${(error as Error).message}`);
  }
}

function objectOf(text: string): Json {
  return wrong('state', () => {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
    throw new Error('it is no JSON object');
  });
}

function isObject(value: unknown): value is Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
