import { expect, test } from 'vitest';
import { descriptionText } from '../../../../src/cli/info/text.ts';

const plain = (_: string, text: string) => text;

test('details are a table: settings by their own names, other objects with theirs before, each once', () => {
  const details = {
    version: 1,
    settings: { seed: 7, normalise: true, learner: { name: 'svm-dcd', maxEpochs: 1000 } },
    training: { points: 300 },
    normalise: true,
    featureMap: null,
  };
  const text = descriptionText('m.safetensors', { format: 'f', details, arrays: [] }, plain);
  expect(text).toBe(
    'm.safetensors: f\n\n' +
      'version             1\n' +
      'seed                7\n' +
      'normalise           yes\n' +
      'learner name        svm-dcd\n' +
      'learner max epochs  1000\n' +
      'training points     300\n' +
      'feature map         none\n',
  );
});

test('metadata is a table, without control characters', () => {
  const metadata = { source: 'a\u001b[31mb', note: 'x' };
  const text = descriptionText('x', { format: 'f', metadata, arrays: [] }, plain);
  expect(text).toBe('x: f\n\nsource  a [31mb\nnote    x\n');
});
