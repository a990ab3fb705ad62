import { cpus, release, type } from 'node:os';
import type { Dataset } from '../../data/dataset/dataset.ts';
import type { TutorialRun } from '../../evaluation/tutorial/run.ts';
import { type Environment, reportData } from '../../report/tutorial/data.ts';
import { tutorialHtml } from '../../report/tutorial/html.ts';
import { readPageAssets } from '../output/page-assets.ts';

/** The page of a run, a document of its own. */
export async function tutorialPage(run: TutorialRun, dataset: Dataset): Promise<string> {
  const { assets, version } = await readPageAssets('page');
  return tutorialHtml(reportData(run, dataset, environment(version)), assets);
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
