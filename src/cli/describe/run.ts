import { InvalidArgumentError } from '../../core/errors.ts';
import { npyHeader } from '../../data/numpy/npy.ts';
import type { DescriptorSettings } from '../../descriptors/settings.ts';
import { checkWritableFile, writeFileAtomic, writeStreamAtomic } from '../../node/write-file.ts';
import type { PictureArguments } from '../options/pictures.ts';
import { count } from '../output/count.ts';
import { printResult } from '../output/print-result.ts';
import { printable } from '../output/printable.ts';
import { BrokenPictures } from '../pictures/broken.ts';
import { describeInBatches } from '../pictures/describe-batches.ts';
import { labelsOf, openNoted } from '../pictures/read-pictures.ts';
import { settingsFrom, settingsText } from '../pictures/settings.ts';
import { type BackendChoice, startKernels } from '../start-kernels.ts';
import { runWork, type WorkTools } from '../work.ts';

/** Options as commander parsed them. */
export interface DescribeArguments extends PictureArguments {
  /** `folders`. */
  readonly labels?: string;
  readonly backend: BackendChoice;
  readonly out: string;
  readonly json?: boolean;
}

/** The files that stand beside the vectors. */
const idsName = (out: string) => `${out}.txt`;
const labelsName = (out: string) => `${out}.labels.npy`;

export async function runDescribeCommand(path: string, options: DescribeArguments): Promise<void> {
  const started = performance.now();
  const settings = settingsFrom(options);
  const { out } = options;
  await checkWritableFile(out);
  await checkWritableFile(idsName(out));
  if (options.labels !== undefined) await checkWritableFile(labelsName(out));
  const made = await runWork(
    (tools) => describe(path, settings, options, tools),
    () => `${out} is as it was before`,
  );
  const seconds = (performance.now() - started) / 1000;
  const { classesFound, ...result } = made;
  const { rows, broken, ids, labels } = made;
  const shown = { out, ...settings, ...result, seconds };
  printResult(options.json, shown, () => {
    const left = broken.length > 0 ? `; ${count(broken.length, 'picture')} left out` : '';
    const classed = labels ? `, ${count(classesFound, 'class', 'classes')} in ${labels}` : '';
    return printable(
      `Wrote ${out}: ${count(rows, 'picture')} of ${made.dimensions} values, ` +
        `${settingsText(settings)}${left}; ids in ${ids}${classed} ` +
        `(${seconds.toFixed(1)} s, ${made.backend})`,
    ).concat('\n');
  });
}

async function describe(
  path: string,
  settings: DescriptorSettings,
  options: DescribeArguments,
  { progress, signal }: WorkTools,
) {
  const { out } = options;
  const source = await openNoted(path, progress);
  const { entries } = source;
  const all = labelsOf(source, options.labels);
  const kernels = await startKernels(options.backend, progress);
  const broken = new BrokenPictures(progress);
  const context = { kernels, settings, options, broken, progress, signal };
  const described: number[] = [];
  const labelsOfThem = () => (all ? described.map((i) => all.labels[i]) : []);
  let dimensions = 0;
  await writeStreamAtomic(out, async (write, writeHead) => {
    for await (const { points, places } of describeInBatches(entries, context)) {
      if (dimensions === 0) {
        dimensions = points.cols;
        await write(npyHeader('<f4', [0, dimensions]));
      }
      await write(
        new Uint8Array(points.data.buffer, points.data.byteOffset, points.data.byteLength),
      );
      for (const place of places) described.push(place);
    }
    signal.throwIfAborted();
    if (dimensions === 0) throw new InvalidArgumentError(`${path}: no picture can be decoded`);
    // Headers are padded: this one is as long.
    await writeHead(npyHeader('<f4', [described.length, dimensions]));
    // Before the vectors are renamed: whoever finds them finds their names too.
    await writeFileAtomic(idsName(out), described.map((i) => `${entries[i].id}\n`).join(''));
    if (all) await writeFileAtomic(labelsName(out), labelsFile(labelsOfThem()));
  });
  return {
    rows: described.length,
    dimensions,
    broken: broken.ids,
    ids: idsName(out),
    ...(all && { labels: labelsName(out), classes: all.names }),
    // Fewer than names, where all pictures of a folder are broken.
    classesFound: new Set(labelsOfThem()).size,
    backend: kernels.name,
  };
}

/** Classes as .npy, which every command takes for labels. */
function labelsFile(labels: readonly number[]): Uint8Array {
  const head = npyHeader('<i4', [labels.length]);
  const values = new Uint8Array(Int32Array.from(labels).buffer);
  const file = new Uint8Array(head.length + values.length);
  file.set(head);
  file.set(values, head.length);
  return file;
}
