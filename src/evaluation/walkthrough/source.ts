/** Where a dataset was read from, for the lines of code that read it. */
export interface DatasetSource {
  readonly file: string;
  /** Options of `readDatasetFile` that were given. */
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}

/** The bundled images, in an installed package. */
export const BUNDLED_SOURCE: DatasetSource = {
  file: 'node_modules/hashplane/data/fashion-mnist/t10k-images-idx3-ubyte.gz',
  options: {
    labels: 'node_modules/hashplane/data/fashion-mnist/t10k-labels-idx1-ubyte.gz',
    classNames: 'fashion-mnist',
  },
};

/** `'text'` in JavaScript. */
export function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** The call that reads it in Node. */
export function readInJavaScript({ file, options = {} }: DatasetSource): string {
  const given = Object.entries(options).map(
    ([name, value]) => `  ${name}: ${typeof value === 'string' ? quoted(value) : value},\n`,
  );
  const second = given.length > 0 ? `, {\n${given.join('')}}` : '';
  return `await readDatasetFile(${quoted(file)}${second})`;
}

/** Lines of Python that read it as `points` and `labels`; a comment where numpy has no such reader. */
export function readInPython({ file, options = {} }: DatasetSource): string {
  const labels = typeof options.labels === 'string' ? options.labels : null;
  const text = (value: string) => JSON.stringify(value);
  if (/ubyte\.gz$/.test(file) && labels) {
    return (
      'import gzip\n\n\ndef read(name, header):\n    with gzip.open(name) as file:\n' +
      '        return np.frombuffer(file.read(), np.uint8, offset=header)\n\n\n' +
      `labels = read(\n    ${text(labels)}, 8\n)\n` +
      `points = read(\n    ${text(file)}, 16\n)\n` +
      'points = points.reshape(len(labels), -1).astype(float)'
    );
  }
  if (/\.mat$/i.test(file) && !labels) {
    return (
      `import scipy.io\n\nmat = scipy.io.loadmat(${text(file)})\n` +
      'points = mat["X"].astype(float)\nlabels = mat["X_class"].ravel()'
    );
  }
  if (/\.npy$/i.test(file) && labels && /\.npy$/i.test(labels)) {
    return `points = np.load(${text(file)}).astype(float)\nlabels = np.load(${text(labels)})`;
  }
  return `# points (rows x dimensions, float) and labels (rows), read from\n# ${file.replaceAll(/\s/g, ' ')}`;
}
