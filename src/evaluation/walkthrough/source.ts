/** Where a dataset was read from, for the lines of code that read it. */
export interface DatasetSource {
  /** What comes before `file` and, where they are given, the labels. */
  readonly folder?: string;
  readonly file: string;
  /** Options of `readDatasetFile` that were given. */
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}

/** The bundled images, in an installed package. */
export const BUNDLED_SOURCE: DatasetSource = {
  folder: 'node_modules/hashplane/data/fashion-mnist',
  file: 't10k-images-idx3-ubyte.gz',
  options: { labels: 't10k-labels-idx1-ubyte.gz', classNames: 'fashion-mnist' },
};

/** Lines of JavaScript that read it as `dataset`, in Node. */
export function readInJavaScript({ folder, file, options = {} }: DatasetSource): string {
  const path = (name: string) =>
    folder ? `\`\${folder}/${quoted(name).slice(1, -1)}\`` : quoted(name);
  const given = Object.entries(options).map(([name, value]) => {
    const text = name === 'labels' ? path(String(value)) : literal(value);
    return `  ${name}: ${text},\n`;
  });
  const second = given.length > 0 ? `, {\n${given.join('')}}` : '';
  const first = folder ? `const folder = ${quoted(folder)};\n` : '';
  return `${first}const dataset = await readDatasetFile(${path(file)}${second});`;
}

/** Lines of Python that read it as `points` and `labels`; a comment where numpy has no such reader. */
export function readInPython({ folder, file, options = {} }: DatasetSource): string {
  const path = (name: string) => (folder ? `f"{folder}/${name}"` : JSON.stringify(name));
  const { labels } = options;
  const hasLabels = typeof labels === 'string';
  if (/ubyte\.gz$/.test(file) && hasLabels) {
    return [
      'import gzip',
      ...(folder ? ['', `folder = ${JSON.stringify(folder)}`] : []),
      '\n\ndef read(name, header):',
      '    with gzip.open(name) as file:',
      '        return np.frombuffer(file.read(), np.uint8, offset=header)\n\n',
      `labels = read(${path(labels)}, 8)`,
      `pixels = read(${path(file)}, 16)`,
      'points = pixels.reshape(len(labels), -1).astype(float)',
    ].join('\n');
  }
  if (/\.mat$/i.test(file) && !hasLabels) {
    return [
      'import scipy.io\n',
      `mat = scipy.io.loadmat(${path(file)})`,
      'points, labels = mat["X"].astype(float), mat["X_class"].ravel()',
    ].join('\n');
  }
  if (/\.npy$/i.test(file) && hasLabels && /\.npy$/i.test(labels)) {
    return `\npoints = np.load(${path(file)}).astype(float)\nlabels = np.load(${path(labels)})`;
  }
  const name = file.replaceAll(/\s/g, ' ');
  return `\n# points (rows x dimensions, float) and labels (rows), read from\n# ${name}`;
}

function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** `'text'` in JavaScript; safe within a template too. */
function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped}'`;
}
