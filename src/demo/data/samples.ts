import { RandomState } from '../../core/random/random-state.ts';
import { npyHeader } from '../../data/numpy/npy.ts';

/** A file to try the view with, made in place. */
export interface Sample {
  readonly title: string;
  readonly about: string;
  make(): File;
}

export const SAMPLES: readonly Sample[] = [
  {
    title: 'Flowers',
    about: 'a table with a column of classes, .csv',
    make: flowers,
  },
  {
    title: 'Waves',
    about: '2,000 curves without labels, .npy',
    make: waves,
  },
];

/** Means and spread of four lengths in centimetres, of three made-up kinds. */
const KINDS = [
  { name: 'low', means: [5, 3.4, 1.5, 0.3], spread: 0.3 },
  { name: 'middle', means: [5.9, 2.8, 4.3, 1.3], spread: 0.4 },
  { name: 'tall', means: [6.6, 3, 5.6, 2], spread: 0.4 },
];

function flowers(): File {
  const random = new RandomState(1);
  const lines = ['sepal length,sepal width,petal length,petal width,class'];
  for (let i = 0; i < 600; i++) {
    const { name, means, spread } = KINDS[i % KINDS.length];
    const values = means.map((mean) => (mean + spread * random.randn()).toFixed(2));
    lines.push(`${values.join(',')},${name}`);
  }
  return new File([`${lines.join('\n')}\n`], 'flowers.csv');
}

/** Sums of two sines with noise. */
function waves(): File {
  const [rows, cols] = [2000, 64];
  const random = new RandomState(2);
  const values = new Float32Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    const [slow, fast] = [1 + (i % 4), 6 + (i % 3)];
    const phase = random.randn();
    for (let k = 0; k < cols; k++) {
      const t = (2 * Math.PI * k) / cols;
      const noise = 0.2 * random.randn();
      values[i * cols + k] = Math.sin(slow * t + phase) + 0.5 * Math.sin(fast * t) + noise;
    }
  }
  return new File([npyHeader('<f4', [rows, cols]) as BlobPart, values], 'waves.npy');
}
