/** A file that can be downloaded. */
export interface CatalogueFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

/** A data set, where it is published, and how it is read. */
export interface CatalogueEntry {
  readonly title: string;
  /** Addresses of the folder of the files, tried in this order. */
  readonly addresses: readonly string[];
  readonly files: readonly CatalogueFile[];
  /** The files for `--data` and `--labels` of the tutorial. */
  readonly data: string;
  readonly labels?: string;
}

export type DatasetName = 'cifar10' | 'mnist' | 'fashion-mnist';

/** The file names that MNIST and its successors share. */
const IDX_NAMES = [
  'train-images-idx3-ubyte.gz',
  'train-labels-idx1-ubyte.gz',
  't10k-images-idx3-ubyte.gz',
  't10k-labels-idx1-ubyte.gz',
];

function idxFiles(facts: readonly (readonly [number, string])[]): CatalogueFile[] {
  return facts.map(([size, sha256], i) => ({ name: IDX_NAMES[i], size, sha256 }));
}

/** What `hashplane data get` knows. */
export const CATALOGUE: Readonly<Record<DatasetName, CatalogueEntry>> = {
  cifar10: {
    title: 'CIFAR-10, binary version: 60,000 colour images of 32 x 32 in ten classes',
    addresses: ['https://www.cs.toronto.edu/~kriz'],
    files: [
      {
        name: 'cifar-10-binary.tar.gz',
        size: 170_052_171,
        sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
      },
    ],
    data: 'cifar-10-binary.tar.gz',
  },
  mnist: {
    title: 'MNIST: 70,000 handwritten digits of 28 x 28',
    // The second is the copy that PyTorch uses: the first is often closed.
    addresses: [
      'https://yann.lecun.com/exdb/mnist',
      'https://ossci-datasets.s3.amazonaws.com/mnist',
    ],
    files: idxFiles([
      [9_912_422, '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609'],
      [28_881, '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c'],
      [1_648_877, '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6'],
      [4_542, 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6'],
    ]),
    data: IDX_NAMES[0],
    labels: IDX_NAMES[1],
  },
  'fashion-mnist': {
    title: 'Fashion-MNIST: 70,000 images of clothes of 28 x 28 in ten classes',
    addresses: ['http://fashion-mnist.s3-website.eu-central-1.amazonaws.com'],
    files: idxFiles([
      [26_421_880, '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84'],
      [29_515, 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845'],
      [4_422_102, '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073'],
      [5_148, '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5'],
    ]),
    data: IDX_NAMES[0],
    labels: IDX_NAMES[1],
  },
};
