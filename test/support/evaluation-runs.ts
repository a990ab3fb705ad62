// Runs of `hashplane evaluate` that are made up, with the keys of results.json that are read.

/** Mean average precision of each partition about a mean. */
export const about = (mean: number) => [mean - 0.01, mean, mean + 0.01];

export function cell(
  method: string,
  bits: number | null,
  supervision: number,
  values: readonly number[],
  more: object = {},
) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const summary = { mean, std: values.length > 1 ? 0.01 : null };
  return {
    method,
    title: `The ${method}`,
    bits,
    supervision,
    partitions: values.length,
    trainSeconds: 1.25,
    tuneSeconds: 7,
    meanAveragePrecision: summary,
    precisionAtRadius2: bits === null ? null : { ...summary, emptyShare: 0.25 },
    precisionAt10: summary,
    accuracy: null,
    byPartition: values,
    reRanked: null,
    ...more,
  };
}

export function run(
  cells: readonly ReturnType<typeof cell>[],
  change: Record<string, unknown> = {},
) {
  return {
    digest: 'd',
    protocol: 'paper',
    dataset: { name: 'Gist512CIFAR10.mat', rows: 60_000, dimensions: 512, classes: 10 },
    settings: {
      bits: [...new Set(cells.flatMap(({ bits }) => (bits === 10 || bits === null ? [] : [bits])))],
      supervision: [...new Set(cells.map(({ supervision }) => supervision))],
      partitions: 3,
      seed: 0,
      queriesPerClass: 100,
      tuning: { folds: 4, seconds: 600 },
    },
    cells,
    machine: 'A Processor',
    node: 'v20.19.0',
    backend: 'wasm-simd',
    threads: 1,
    commit: null,
    seconds: 60,
    resumedCells: 0,
    ...change,
  };
}

/** Two runs of one dataset and protocol. */
export const BOTH = [
  run([
    cell('grh-rbf-cca', 16, 1000, about(0.3)),
    cell('grh-rbf-cca', 32, 1000, about(0.32)),
    cell('classifier-one-hot', 10, 1000, about(0.25), { accuracy: { mean: 0.5, std: 0.02 } }),
    cell('lsh', 32, 1000, about(0.6)),
  ]),
  run([
    cell('grh-best', 32, 1000, about(0.35)),
    cell('grh-best', 16, 1000, about(0.31)),
    cell('grh-best', 32, 5000, about(0.4)),
    cell('grh-rbf-cca', 32, 5000, [0.42, 0.39, 0.4]),
  ]),
];
