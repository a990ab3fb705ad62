import type { DetailedCell } from '../../../evaluation/comparison/result.ts';
import { chooser } from '../../page/chooser.ts';
import { el, fill, place, terms } from '../../page/dom.ts';
import { count, moment, plural } from '../../page/format.ts';
import { themeButton } from '../../page/theme.ts';
import type { EvaluationPageData } from '../data.ts';
import { curveFigures, lengthFigures } from './figures.ts';
import { MethodStyles } from './methods.ts';
import { codesTable, glance, reRankedTable, testsTable } from './tables.ts';

const data = JSON.parse(place('report-data').textContent ?? '') as EvaluationPageData;
const styles = new MethodStyles(data.cells);
const supervisions = [...new Set(data.cells.map(({ supervision }) => supervision))];
const lengths = [...data.settings.bits].sort((a, b) => a - b);
let shown = { supervision: supervisions[0], bits: lengths[0] };

themeButton();
heading();
if (supervisions.length > 1) {
  place('bits-bar').hidden = false;
  fill(
    'bits-bar',
    choose('supervision', 'Labelled points', supervisions, (n) => count(n)),
  );
}
if (lengths.length > 1) {
  fill(
    'length-bar',
    choose('bits', 'Code length', lengths, (n) => `${n} bits`),
  );
}
provenance();
show();

/** Everything that depends on what is chosen. */
function show(): void {
  const cells = data.cells.filter(({ supervision }) => supervision === shown.supervision);
  const atLength = cells.filter(({ bits }) => bits === shown.bits);
  glance(data, cells, styles);
  lengthFigures(data, cells, styles);
  curveFigures(atLength, styles);
  codesTable(atLength);
  testsTable(data, atLength);
  reRankedTable(cells);
}

/** Lets the reader choose one of the values for what is shown. */
function choose(
  key: 'supervision' | 'bits',
  title: string,
  values: readonly number[],
  text: (value: number) => string,
): HTMLElement {
  const choices = { title, name: key, values, chosen: shown[key], text };
  const fieldset = chooser(choices, (value) => {
    shown = { ...shown, [key]: value };
    show();
  });
  fieldset.className = 'choices';
  return fieldset;
}

function heading(): void {
  const { dataset, settings } = data;
  document.title = `${dataset.name} – hashplane evaluation`;
  fill('title', `Hash functions compared on ${dataset.name}`);
  fill(
    'lead',
    `${count(dataset.rows)} rows of ${count(dataset.dimensions)} values in ` +
      `${count(dataset.classes)} classes, protocol “${data.protocol}”, ` +
      `${plural(settings.partitions, 'partition')}.`,
  );
  fill('protocol', data.protocolSummary);
}

function provenance(): void {
  const { settings, cells } = data;
  const first = (name: string) => cells.find(({ method }) => method === name) as DetailedCell;
  const used = [...new Set(cells.map(({ method }) => method))];
  fill(
    'methods',
    ...used.map((name) =>
      el('li', {}, el('strong', {}, first(name).title), `: ${data.methodSummaries[name]}`),
    ),
  );
  const { tuning } = settings;
  fill(
    'settings',
    ...terms([
      ['labelled points', supervisions.map(count).join(', ')],
      ['code lengths', lengths.map((bits) => `${bits} bits`).join(', ')],
      ['partitions', `${settings.partitions}, seeds from ${settings.seed} on`],
      ['queries of each class', count(settings.queriesPerClass)],
      [
        'settings of the methods',
        tuning ? `by validation on ${tuning.folds} folds of the labelled points` : 'their defaults',
      ],
    ]),
  );
  fill(
    'environment',
    ...terms([
      ['hashplane', data.hashplane],
      ['commit', data.commit ?? 'unknown'],
      ['backend', `${data.backend}, ${plural(data.threads, 'thread')}`],
      ['Node', data.node],
      ['machine', data.machine],
      ['measured', moment(data.created)],
    ]),
  );
}
