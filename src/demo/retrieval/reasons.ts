import { count, plural } from '../../report/page/format.ts';
import type { CompareResult, HashedFacts } from '../lab/calls/compare.ts';

/** What was found for one query; `grh` is null where there is nothing to learn from. */
export interface Compared {
  readonly lsh: CompareResult;
  readonly grh: CompareResult | null;
  readonly exact: CompareResult;
  readonly radius: number;
}

/** Neighbours asked for. */
const WANTED = 10;
/** A class with fewer training rows is hardly learned. */
const FEW_ROWS = 20;

/**
 * Why the columns show what they do, in plain sentences, each from facts that were computed. The first
 * one compares, the others give reasons.
 */
export function reasons(compared: Compared): string[] {
  const { lsh, grh, exact } = compared;
  if (!grh) return [emptyOf('LSH', lsh, compared.radius) ?? whatHashingCosts(lsh, exact)];
  if (lsh.right === null || grh.right === null) return withoutClass(compared, grh);
  if (grh.right < lsh.right) return [verdict(lsh, grh), ...whyWorse(compared, grh)];
  const better = grh.right > lsh.right ? whyBetter(compared, grh) : whyEqual(compared, grh);
  return [verdict(lsh, grh), ...better, ...againstExact(grh, exact)];
}

function verdict({ right: lsh }: CompareResult, { right: grh }: CompareResult): string {
  if (lsh === grh) return `Both find ${lsh} of the ${WANTED} right here.`;
  const word = (grh as number) > (lsh as number) ? 'more' : 'fewer';
  return `Here learning finds ${word}: ${grh} of ${WANTED} are right, ${lsh} with random hyperplanes.`;
}

function whyWorse({ lsh, radius }: Compared, grh: CompareResult): string[] {
  const facts = grh.hashed as HashedFacts;
  const { ownClass, nearestClass } = facts;
  const own = grh.query.className;
  const why: string[] = [];
  const empty = emptyOf('GRH', grh, radius) ?? fewOf('GRH', grh, radius);
  if (empty) why.push(empty);
  if (ownClass && ownClass.trainRows < FEW_ROWS) {
    const rows = plural(ownClass.trainRows, 'training row');
    why.push(`The class ${own} is hardly learned: GRH saw ${rows} of it.`);
  }
  const strayed = strayedTo(facts);
  if (strayed) why.push(strayed);
  else if (ownClass?.bitsApart && nearestClass) {
    why.push(
      `Its code differs in ${plural(ownClass.bitsApart, 'bit')} from the code that GRH learned for ` +
        `${own}, so only part of that class lies within radius ${radius}.`,
    );
  }
  const impure = impurity('GRH', grh);
  if (why.length === 0 && impure) why.push(impure);
  if (why.length === 0 && lsh.candidates > grh.candidates) {
    why.push(
      `LSH ranked ${count(lsh.candidates)} candidates where GRH ranked ${count(grh.candidates)}: ` +
        'more to choose from, and more work.',
    );
  }
  return why;
}

/** The query hashed as if it were of another class. */
function strayedTo({ ownClass, nearestClass }: HashedFacts): string | null {
  if (!ownClass || !nearestClass || ownClass.bitsApart === null) return null;
  if (nearestClass.className === ownClass.className) return null;
  if ((nearestClass.bitsApart as number) >= ownClass.bitsApart) return null;
  return (
    `GRH takes this one for another class: its code differs in ${plural(ownClass.bitsApart, 'bit')} from ` +
    `the code learned for ${ownClass.className}, and in only ${nearestClass.bitsApart} from that for ` +
    `${nearestClass.className}.`
  );
}

function whyBetter({ lsh, radius }: Compared, grh: CompareResult): string[] {
  const empty = emptyOf('LSH', lsh, radius) ?? fewOf('LSH', lsh, radius);
  const pure = purities(lsh, grh);
  return [...(empty ? [empty] : []), ...(pure ? [pure] : [])];
}

function whyEqual({ lsh, radius }: Compared, grh: CompareResult): string[] {
  const both = lsh.candidates === 0 && grh.candidates === 0;
  if (both) return [`No stored code lies within radius ${radius} of its own: try a larger radius.`];
  const pure = purities(lsh, grh);
  return pure ? [pure] : [];
}

/** How many of the candidates are of the right class. */
function purities(lsh: CompareResult, grh: CompareResult): string | null {
  const [random, learned] = [lsh, grh].map(shareRight);
  if (random === null || learned === null) return null;
  return (
    `Of the ${count(grh.candidates)} candidates that GRH picks ${percent(learned)} are ` +
    `${grh.query.className}; of the ${count(lsh.candidates)} of LSH, ${percent(random)}.`
  );
}

function impurity(name: string, result: CompareResult): string | null {
  const commonest = result.hashed?.commonest;
  const share = shareRight(result);
  if (!commonest || share === null || commonest.className === result.query.className) return null;
  return (
    `Most of ${name}'s ${count(result.candidates)} candidates are ${commonest.className} ` +
    `(${percent(commonest.rows / result.candidates)}); ${percent(share)} are ${result.query.className}.`
  );
}

function againstExact(grh: CompareResult, exact: CompareResult): string[] {
  const [learned, all] = [grh.right as number, exact.right as number];
  if (all < learned) {
    return [
      `Exact search compares all ${count(exact.database)} and finds ${all} right: the nearest pixels are ` +
        'not always the same thing, and the learned codes leave those out.',
    ];
  }
  if (all < WANTED / 2)
    return [`Exact search finds only ${all} right: this one is hard for pixels.`];
  return [];
}

/** A picture of the reader's own, which nobody has named. */
function withoutClass({ lsh, radius }: Compared, grh: CompareResult): string[] {
  const told = [
    ['LSH', lsh],
    ['GRH', grh],
  ] as const;
  return told.map(([name, result]) => {
    const empty = emptyOf(name, result, radius);
    const commonest = commonestShown(result);
    if (empty || !commonest) return empty ?? '';
    const { className, rows } = commonest;
    return `${name} takes it for ${className}: ${rows} of its ${result.neighbours.length} neighbours are.`;
  });
}

function commonestShown({ neighbours }: CompareResult): { className: string; rows: number } | null {
  const counts = new Map<string, number>();
  for (const { className } of neighbours) {
    if (className !== null) counts.set(className, (counts.get(className) ?? 0) + 1);
  }
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first ? { className: first[0], rows: first[1] } : null;
}

function emptyOf(
  name: string,
  { candidates, hashed }: CompareResult,
  radius: number,
): string | null {
  if (candidates > 0 || !hashed) return null;
  return (
    `${name} has nothing to show: no stored code lies within radius ${radius}, the nearest differs in ` +
    `${plural(hashed.nearestCode, 'bit')}.`
  );
}

function fewOf(name: string, { candidates }: CompareResult, radius: number): string | null {
  if (candidates >= WANTED) return null;
  return `${name} has only ${plural(candidates, 'candidate')} within radius ${radius}; places left empty count as misses.`;
}

function whatHashingCosts(lsh: CompareResult, exact: CompareResult): string {
  const found = new Set(exact.neighbours.map(({ row }) => row));
  const shared = lsh.neighbours.filter(({ row }) => found.has(row)).length;
  return (
    `LSH finds ${shared} of the ${exact.neighbours.length} nearest, and compares ` +
    `${count(lsh.candidates)} rows of ${count(exact.database)} for it.`
  );
}

function shareRight({ hashed, candidates }: CompareResult): number | null {
  if (!hashed || hashed.rightCandidates === null || candidates === 0) return null;
  return hashed.rightCandidates / candidates;
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
