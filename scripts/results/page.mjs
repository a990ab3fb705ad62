// Writes docs/RESULTS.md with its chart, the README's table, and the sections of docs/LEARNING.md and
// docs/few-labels.md on numbers of labels, from runs of `hashplane evaluate --out`:
// `npm run results -- DIR...`.
// Only what these runs measured is written anew, whole by dataset, protocol and number of labels; all
// else stays as it is. Nothing is typed by hand but the published figures, which
// scripts/results/published.mjs cites. With --to FILE it writes elsewhere, and leaves the other documents
// alone. --speed times the goal that no run measures, as for a new page; --busy says of these runs that
// the machine had other work.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fillSections, sectionsOf } from '../shared/marked-sections.mjs';
import { isCrossModal } from './cross-modal.mjs';
import { groupRuns, readRuns } from './groups.mjs';
import { LABELS_SECTIONS, labelsSection } from './labels.mjs';
import { labelsChart } from './labels-chart.mjs';
import { labelsValues } from './labels-values.mjs';
import { pageText } from './page-text.mjs';
import { writeReadmeTable } from './readme-table.mjs';
import { groupText } from './run-text.mjs';
import { measureSpeed } from './speed.mjs';

/** Where they stand beside the page. */
const [CHART, VALUES] = ['charts/labels.svg', 'charts/labels.json'];
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const { values, positionals } = parseArgs({
  options: {
    to: { type: 'string' },
    speed: { type: 'boolean', default: false },
    busy: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
if (positionals.length === 0) fail('give the folders of --out, one or more');
const target = values.to ? resolve(values.to) : join(ROOT, 'docs/RESULTS.md');
try {
  const runs = readRuns(positionals).map((run) => ({ ...run, isBusy: values.busy }));
  const groups = groupRuns(runs.filter((run) => !isCrossModal(run)));
  await writeAll(groups, runs.filter(isCrossModal));
  for (const { title, sections } of groups.map(groupText)) {
    console.log(`${title}: ${sections.map((own) => own.title).join(', ')}`);
  }
} catch (error) {
  fail(error.message);
}
console.log(`Wrote ${target}`);

async function writeAll(groups, pairs) {
  const old = textOf(target);
  const speed = values.speed || old === '' ? await measureSpeed() : null;
  mkdirSync(join(dirname(target), 'charts'), { recursive: true });
  const chart = writeChart(groups);
  writeFileSync(target, pageText(old, { groups, pairs, speed, chart }));
  if (values.to) return;
  writeReadmeTable(join(ROOT, 'README.md'), groups);
  for (const [name, shown] of Object.entries(LABELS_SECTIONS)) {
    const file = join(ROOT, 'docs', name);
    const text = textOf(file);
    const place = sectionsOf(text).get('labels');
    const labels = labelsSection(shown, groups, chart, text.slice(place?.from, place?.to));
    if (labels !== null) fillSections(file, { labels });
  }
}

/** @returns the chart's path, seen from the page, or null where there is none. */
function writeChart(groups) {
  const file = join(dirname(target), VALUES);
  const all = labelsValues(groups, JSON.parse(textOf(file) || '{}'));
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
  const svg = labelsChart(all);
  if (svg === null) return null;
  writeFileSync(join(dirname(target), CHART), svg);
  return CHART;
}

/** @param {string} file */
function textOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function fail(text) {
  process.stderr.write(`results: ${text}\n`);
  process.exit(1);
}
