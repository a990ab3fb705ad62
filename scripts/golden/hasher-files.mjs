// Makes the files of test/fixtures/models for the format version that is written now: run once when
// a version is released, with its number. Files that are there are never made again, since tests
// must load what that version wrote.
//   node scripts/build/ensure.mjs && node scripts/golden/hasher-files.mjs
import { existsSync, writeFileSync } from 'node:fs';
import {
  createKernels,
  describeHasher,
  FittedHasher,
  GraphRegularisedHashing,
  Matrix,
  RandomHyperplanes,
  RandomRotations,
  RandomState,
} from 'hashplane';

const [ROWS, DIMENSIONS, CLASSES] = [60, 7, 3];
const folder = new URL('../../test/fixtures/models/', import.meta.url);
const kernels = await createKernels();

const random = new RandomState(11);
const gaussian = (rows, cols) => {
  const values = new Float32Array(rows * cols);
  random.fillNormal(values);
  return new Matrix(values, rows, cols);
};
const points = gaussian(ROWS, DIMENSIONS);
const labels = Int32Array.from({ length: ROWS }, (_, i) => i % CLASSES);
for (let i = 0; i < ROWS; i++) points.row(i)[labels[i]] += 3;

const lsh = new RandomHyperplanes({ kernels, bits: 21, seed: 3 }).fitSync(points);
const grh = new GraphRegularisedHashing({ kernels, bits: 10, iterations: 2, alpha: 0.9 });
await grh.fit(points, labels);
const plain = new RandomHyperplanes({
  kernels,
  bits: 40,
  normalise: false,
  centre: false,
}).fitSync(points);
const { mean } = lsh;

const FEATURES = {
  ...{ rbf: 9, fourier: 8, network: 5, probabilities: 4, joined: 4 + DIMENSIONS },
  scaled: DIMENSIONS,
};

/** Hyperplanes over features, with offsets. */
function overFeatures(featureMap, bits, features = FEATURES[featureMap.kind]) {
  const hyperplanes = gaussian(bits, features);
  const offsets = gaussian(1, bits).data.map((value) => value / 16);
  const model = { bits, hyperplanes, offsets, mean, normalise: true, featureMap };
  return new FittedHasher(kernels, model, {
    method: featureMap.kind,
    settings: { note: 'ünïcode "quoted"' },
    training: {},
  });
}
// Landmarks as far from 0 as the points, which are normalised.
const landmarks = gaussian(9, DIMENSIONS);
for (let i = 0; i < landmarks.data.length; i++) landmarks.data[i] *= 0.4;
const rbf = { kind: 'rbf', landmarks, width: 0.75 };
const phases = gaussian(1, 8).data.map(Math.abs);
const fourier = { kind: 'fourier', frequencies: gaussian(8, DIMENSIONS), phases };
const hashers = {
  lsh,
  grh,
  plain,
  rbf: overFeatures(rbf, 12),
  fourier: overFeatures(fourier, 33),
};

// Of more values than a power of two holds well: a rotation of three thirds.
const wide = gaussian(ROWS, 80);
for (let i = 0; i < wide.data.length; i++) wide.data[i] += 0.5;
const rotation = { kernels, bits: 70, seed: 3 };
const rotations = {
  rotation: new RandomRotations(rotation).fitSync(wide),
  'rotation-plain': new RandomRotations({
    ...rotation,
    bits: 200,
    normalise: false,
    centre: false,
  }).fitSync(wide),
};

// Networks, and blends of probabilities with every kind of member.
const layer = (outputs, inputs) => ({
  weights: gaussian(outputs, inputs),
  offsets: gaussian(1, outputs).data,
});
const network = { kind: 'network', layers: [layer(9, DIMENSIONS), layer(5, 9)] };
const member = (inputs, featureMap, rest) => ({
  ...layer(4, inputs),
  featureMap,
  ...{ scale: 0.5, share: 0.25, link: 'softmax', ...rest },
});
const probabilities = {
  kind: 'probabilities',
  members: [
    member(DIMENSIONS, null, { scale: 2 }),
    member(9, rbf, { link: 'positive' }),
    member(8, fourier),
    member(5, network),
  ],
};
const joined = { kind: 'joined', dimensions: DIMENSIONS, parts: [probabilities, null] };
const composed = {
  network: overFeatures(network, 12),
  probabilities: overFeatures(probabilities, 40),
  joined: overFeatures(joined, 33),
};

// Scaled values: as they are, after roots, before probabilities, and among joined parts.
const scaling = (root) => ({
  ...{ kind: 'scaled', root },
  shift: gaussian(1, DIMENSIONS).data.map((value) => value / 8),
  scale: gaussian(1, DIMENSIONS).data.map((value) => 1 + value / 8),
});
const beforeProbabilities = { ...scaling(false), features: probabilities };
const scaledMaps = {
  scaled: overFeatures({ ...scaling(true), features: null }, 12),
  'scaled-probabilities': overFeatures(beforeProbabilities, 40, 4),
  'scaled-joined': overFeatures({ ...joined, parts: [beforeProbabilities, null] }, 33),
};

write(hashers, points);
write(rotations, wide);
write(composed, points);
write(scaledMaps, points);

/** Writes hashers of one format version, unless it has its files. */
function write(hashers, points) {
  const [{ version }] = Object.values(hashers).map((hasher) => describeHasher(hasher.save()));
  const list = new URL(`v${version}.json`, folder);
  if (existsSync(list)) {
    process.stdout.write(`version ${version} has its files\n`);
    return;
  }
  const queries = points.slice(0, 20);
  const models = {};
  for (const [name, hasher] of Object.entries(hashers)) {
    const file = `v${version}-${name}.safetensors`;
    writeFileSync(new URL(file, folder), hasher.save());
    const bytes = Buffer.from(hasher.encode(queries).toBytes());
    models[file] = { ...hasher.description, bits: hasher.bits, codes: bytes.toString('hex') };
  }
  const vectors = Array.from({ length: queries.rows }, (_, i) => [...queries.row(i)]);
  writeFileSync(list, `${JSON.stringify({ vectors, models }, null, 1)}\n`);
}
