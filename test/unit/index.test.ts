import { afterEach, describe, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('importing the package', () => {
  test('compiles no module, takes no memory, prints nothing and adds no global', async () => {
    const classes = [
      vi.spyOn(WebAssembly, 'Module'),
      vi.spyOn(WebAssembly, 'Instance'),
      vi.spyOn(WebAssembly, 'Memory'),
    ];
    const functions = [
      vi.spyOn(WebAssembly, 'compile'),
      vi.spyOn(WebAssembly, 'instantiate'),
      vi.spyOn(WebAssembly, 'validate'),
      vi.spyOn(console, 'log'),
      vi.spyOn(console, 'warn'),
      vi.spyOn(console, 'error'),
    ];
    const globals = Object.getOwnPropertyNames(globalThis);
    vi.resetModules();
    const library = await import('../../src/index.ts');
    for (const spy of [...classes, ...functions]) expect(spy).not.toHaveBeenCalled();
    expect(Object.getOwnPropertyNames(globalThis)).toEqual(globals);
    // The spies do see what creating a backend does, which needs the true classes.
    for (const spy of classes) spy.mockRestore();
    await library.createKernels({ backend: 'wasm' });
    expect(WebAssembly.compile).toHaveBeenCalled();
  });
});

describe('the package exports', () => {
  test.each([
    ['backends', ['createKernels', 'createKernelsSync', 'BACKENDS']],
    ['models', ['RandomHyperplanes', 'GraphRegularisedHashing', 'gaussianHyperplanes']],
    ['learners', ['svmDualCoordinateDescent', 'svmStochasticGradient']],
    ['graph regularisation', ['regulariseByClass', 'UPDATE_RULES']],
    ['search', ['HashTable', 'ExactSearch', 'METRICS']],
    ['data types', ['Matrix', 'HashCodes', 'RandomState', 'hammingDistance', 'MAX_BITS']],
    ['readers', ['readDataset', 'detectFormat', 'readIdx', 'readNpy', 'readMat5', 'listMat5']],
    ['preprocessing', ['normaliseRows', 'columnMeans', 'subtractMean', 'normaliseAndCentre']],
    ['splits', ['splitDataset', 'trainTestSplit']],
    [
      'metrics of quality',
      [
        'precisionAtK',
        'precisionAtRadius',
        'tieAwareAveragePrecision',
        'meanAveragePrecision',
        'hammingMeanAveragePrecision',
        'distanceHistograms',
      ],
    ],
    ['the tutorial', ['runTutorial', 'TUTORIAL_DEFAULTS']],
    [
      'errors',
      [
        'HashplaneError',
        'InvalidArgumentError',
        'FormatError',
        'FileError',
        'BackendError',
        'MemoryError',
        'DisposedError',
      ],
    ],
  ])('%s', async (_, names) => {
    const library: Record<string, unknown> = await import('../../src/index.ts');
    for (const name of names) expect(library[name], name).toBeDefined();
  });

  test('what it takes to hash, search and re-rank', async () => {
    const { createKernels, ExactSearch, HashTable, Matrix, RandomHyperplanes } = await import(
      '../../src/index.ts'
    );
    const kernels = await createKernels();
    const points = Matrix.from([
      [1, 0],
      [0.9, 0.1],
      [-1, 0.2],
    ]);
    const hasher = new RandomHyperplanes({ kernels, bits: 16, centre: false }).fitSync(points);
    const table = new HashTable(kernels, hasher.encode(points));
    const query = Matrix.from([[0.95, 0.04]]);
    const { rows } = table.search(hasher.encode(query).code(0), { radius: 2 });
    const exact = new ExactSearch(kernels, points);
    expect(Array.from(exact.nearest(query.row(0), 2, rows).rows)).toEqual([0, 1]);
  });
});
