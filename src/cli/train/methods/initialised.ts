import { InitialisedHashing } from '../../../models/initialised-hashing.ts';
import type { Initialiser } from '../../../models/initialisers/initialiser.ts';
import { itqInitialiser } from '../../../models/initialisers/itq.ts';
import { itqCcaInitialiser } from '../../../models/initialisers/itq-cca.ts';
import { pcaInitialiser } from '../../../models/initialisers/pca.ts';
import { sklshInitialiser } from '../../../models/initialisers/sklsh.ts';
import type { TrainMethod } from './method.ts';

// Hashers that keep the bits of an initialiser as they are.

export const pca = method('pca', 'signs of principal components', pcaInitialiser());
export const itq = method('itq', 'iterative quantisation', itqInitialiser());
export const itqCca = method(
  'itq-cca',
  'iterative quantisation with class labels',
  itqCcaInitialiser(),
  true,
);
export const sklsh = method('sklsh', 'shift-invariant kernel LSH', sklshInitialiser());

function method(
  name: TrainMethod['name'],
  title: string,
  initialiser: Initialiser,
  needsLabels = false,
): TrainMethod {
  return {
    name,
    title,
    settings: ['bits', 'seed', 'normalise', 'centre'],
    needsLabels,
    async fit({ kernels, settings, labelled, points, onProgress, signal }) {
      const { bits, seed, normalise, centre } = settings;
      const data = needsLabels ? await labelled() : { points: await points(), labels: null };
      signal.throwIfAborted();
      const options = { kernels, bits, seed, normalise, centre, initialiser };
      const hasher = await new InitialisedHashing(options).fit(data.points, data.labels, {
        signal,
        onProgress: ({ done, total }) => onProgress(title, done / total),
      });
      return { hasher, summary: [] };
    },
  };
}
