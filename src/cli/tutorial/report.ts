import { readFile } from 'node:fs/promises';
import { cpus, release, type } from 'node:os';
import { join } from 'node:path';
import { FileError } from '../../core/errors.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import type { TutorialRun } from '../../evaluation/tutorial/run.ts';
import { packageRoot } from '../../node/package-root.ts';
import { describeSystemError } from '../../node/system-error.ts';
import { reportHtml } from '../../report/html.ts';
import { type Environment, reportData } from '../../report/tutorial/data.ts';

/** The report of a run, a document of its own. */
export async function tutorialReport(run: TutorialRun, dataset: Dataset): Promise<string> {
  const root = packageRoot();
  const read = async (...path: string[]) => {
    const file = join(root, ...path);
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      throw new FileError(`can't read ${file}: ${describeSystemError(error)}`, { cause: error });
    }
  };
  const [script, style, manifest] = await Promise.all([
    read('build', 'report', 'page.js'),
    read('build', 'report', 'report.css'),
    read('package.json'),
  ]);
  const { version } = JSON.parse(manifest) as { version: string };
  return reportHtml(reportData(run, dataset, environment(version)), { script, style });
}

function environment(hashplane: string): Environment {
  const processors = cpus();
  return {
    hashplane,
    node: process.version,
    // A sandbox may hide its processors.
    cpu: processors[0]?.model.trim() || process.arch,
    cores: processors.length,
    platform: `${type()} ${release()}`,
    created: new Date().toISOString(),
  };
}
