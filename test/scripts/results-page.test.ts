import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { groupRuns } from '../../scripts/results/groups.mjs';
import { LABELS_SECTIONS, labelsSection, labelsTable } from '../../scripts/results/labels.mjs';
import { labelsChart } from '../../scripts/results/labels-chart.mjs';
import { labelsValues } from '../../scripts/results/labels-values.mjs';
import { pageText } from '../../scripts/results/page-text.mjs';
import { sectionsOf } from '../../scripts/shared/marked-sections.mjs';
import { about, BOTH, cell, run } from '../support/evaluation-runs.ts';

/** The page after these runs. */
function pageOf(runs: readonly ReturnType<typeof run>[], old = '') {
  const groups = groupRuns(runs);
  return pageText(old, { groups, pairs: [], speed: null, chart: 'charts/labels.svg' });
}

describe('what is measured anew', () => {
  const heldOut = run(
    [16, 32, 64].map((bits) => cell('grh-best', bits, 5000, about(0.45))),
    { protocol: 'held-out' },
  );
  const anew = run([
    cell('grh-best', 32, 5000, about(0.5)),
    cell('grh-rbf-cca', 32, 5000, about(0.48)),
  ]);
  const more = run([
    cell('grh-best', 32, 2000, about(0.37)),
    cell('grh-rbf-cca', 32, 2000, about(0.34)),
  ]);
  const pairs = '<!-- cross-modal -->\n## Images and texts\n\nKept.\n<!-- /cross-modal -->\n';
  const page = pageOf([...BOTH, heldOut]).replace(/<!-- cross-modal[\s\S]*/, pairs);
  /** Beginnings of chapters and sections with all their text. */
  const partsOf = (text: string) => text.split(/^(?=###? |<!-- )/m);
  const goalsOf = (text: string) => partsOf(text)[1]!.split('\n');

  test('replaces its own section and goals, and leaves all others byte for byte', () => {
    expect(pageOf([], page)).toBe(page);
    const [old, now] = [partsOf(page), partsOf(pageOf([anew], page))];
    expect(now.length).toBe(old.length);
    const changed = now.filter((part, i) => part !== old[i]).map((part) => part.split('\n')[0]);
    expect(changed).toEqual(['## Goals', '### 5,000 labelled points']);
    expect(now.join('')).toContain('| The grh-best | 0.5000 ± 0.0100 |');
    const goals = goalsOf(now.join('')).filter((row) => !goalsOf(page).includes(row));
    expect(goals.map((row) => row.split(': ')[0])).toEqual([
      '| CIFAR-10 GIST, paper, T = 5,000',
      '| CIFAR-10 GIST, paper, T = 5,000',
    ]);
    // Measured before, of another chapter.
    expect(goals.join()).not.toContain('held-out');
    expect(goalsOf(now.join('')).join('\n')).toMatch(/held-out, T = 5,000.*\| 0\.4500 .*\| yes \|/);
  });

  test('that no run had before finds its place', () => {
    const titles = partsOf(pageOf([more], page)).map((part) => part.split('\n')[0]);
    expect(titles.slice(3)).toEqual([
      '## Gist512CIFAR10.mat, protocol paper',
      '### 1,000 labelled points',
      '### 2,000 labelled points',
      '### 5,000 labelled points',
      '## Gist512CIFAR10.mat, protocol held-out',
      '### 5,000 labelled points',
      '<!-- cross-modal -->',
      '## Images and texts',
      '<!-- /cross-modal -->',
    ]);
    const first = pageOf([more]);
    expect(pageOf([...BOTH, more])).toBe(pageOf(BOTH, first));
  });

  test('replaces rows of the tables on numbers of labels', () => {
    const kept = labelsTable(groupRuns(BOTH)) as string;
    const table = labelsTable(groupRuns([anew, more]), undefined, kept) as string;
    const [best, , ...rows] = [kept.split('\n')[2], ...table.split('\n').slice(1)];
    expect(rows).toEqual([
      best,
      '| Gist512CIFAR10.mat, paper | 2,000 | 3 | `grh-best` | – | .370 | – | none | 1.3 | 7 |',
      '| Gist512CIFAR10.mat, paper | 5,000 | 3 | `grh-best` | – | .500 | – | none | 1.3 | 7 |',
    ]);
    expect(labelsTable([], undefined, kept)).toBe(kept);
  });

  test('replaces points of the chart, all of as many labels', () => {
    const kept = labelsValues(groupRuns([...BOTH, heldOut]));
    const panel = 'Gist512CIFAR10.mat, paper protocol, 32 bits';
    expect(kept[panel]).toMatchObject({
      'grh-best': { 1000: 0.35, 5000: 0.4 },
      lsh: { 1000: 0.6 },
    });
    const now = labelsValues(groupRuns([run([cell('grh-best', 32, 5000, about(0.5))])]), kept);
    const { [panel]: changed, ...others } = now;
    expect(changed).toMatchObject({ 'grh-best': { 1000: 0.35, 5000: 0.5 }, lsh: { 1000: 0.6 } });
    expect(Object.keys(changed['grh-rbf-cca'])).toEqual(['1000']);
    const { [panel]: _, ...before } = kept;
    expect(others).toEqual(before);
    expect(labelsValues([], kept)).toEqual(kept);
  });

  test('replaces points of the chart that were of another length', () => {
    const kept = labelsValues(groupRuns(BOTH));
    const shorter = run([cell('grh-best', 16, 5000, about(0.5)), cell('lsh', 16, 5000, [0.1])]);
    const { 'Gist512CIFAR10.mat, paper protocol, 32 bits': longer, ...others } = labelsValues(
      groupRuns([shorter]),
      kept,
    );
    expect(longer).toMatchObject({ 'grh-best': { 1000: 0.35 }, 'grh-rbf-cca': { 1000: 0.32 } });
    expect(Object.values(longer).flatMap(Object.keys)).not.toContain('5000');
    expect(others).toEqual({
      'Gist512CIFAR10.mat, paper protocol, 16 bits': {
        'grh-best': { 5000: 0.5 },
        lsh: { 5000: 0.1 },
      },
    });
  });

  test('stays apart where databases are of other sizes', () => {
    const [half, ofSize] = [{}, { settings: { ...anew.settings, database: 9000 } }].map((change) =>
      run(anew.cells, { protocol: 'held-out', ...change }),
    );
    const groups = groupRuns([half!, ofSize!]);
    const rows = (labelsTable(groups) as string).split('\n').slice(2);
    expect(rows.map((row) => row.split(' | ').slice(0, 2))).toEqual([
      ['| Gist512CIFAR10.mat, held-out', '5,000'],
      ['| Gist512CIFAR10.mat, held-out, a database of 9,000', '5,000'],
    ]);
    const values = labelsValues(groups);
    expect(Object.keys(values)).toEqual([
      'Gist512CIFAR10.mat, held-out protocol, 32 bits',
      'Gist512CIFAR10.mat, held-out protocol, a database of 9,000, 32 bits',
    ]);
    expect(labelsValues(groupRuns([half!]), values)).toEqual(values);
  });

  test('says so where methods are of fewer partitions, or the machine had other work', () => {
    const few = run([cell('mlp-unregularised', 32, 5000, [0.7])], { isBusy: true });
    const text = pageOf([anew, few], page);
    expect(text).toContain(
      '\n\nOf fewer partitions than the 3 of the others: `mlp-unregularised` (1).\n\n',
    );
    expect(text).toMatch(/all; the machine had other work beside/);
    expect(page).not.toMatch(/other work|fewer partitions/);
  });
});

test('the documents have what the chart is drawn of, and a page that a run of nothing leaves alone', () => {
  const read = (path: string) =>
    readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8');
  expect(labelsChart(JSON.parse(read('charts/labels.json')))).toBe(read('charts/labels.svg'));
  const page = read('RESULTS.md');
  expect(pageOf([], page)).toBe(page);
  for (const [name, shown] of Object.entries(LABELS_SECTIONS)) {
    const text = read(name);
    const { from, to } = sectionsOf(text).get('labels')!;
    const kept = text.slice(from, to);
    expect(`${labelsSection(shown, [], 'charts/labels.svg', kept)}\n`).toBe(kept);
  }
});
