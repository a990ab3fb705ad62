import type { Bit } from '../../evaluation/walkthrough/bit.ts';
import type { ToyExample, ToyRound, ToySum } from '../../evaluation/walkthrough/toy/types.ts';
import type { Paint } from '../output/colour.ts';
import { count } from '../output/count.ts';
import { wrap } from '../output/wrap.ts';
import { PLANE_WIDTH, planeLines } from './plane.ts';

/** Step 11. */
export function toyText(toy: ToyExample, paint: Paint): string {
  const [first, ...others] = toy.rounds;
  return [
    matricesText(toy, paint),
    sumsText(toy, first, paint),
    planesText(toy, first, paint),
    ...others.map((round) => roundText(round, toy, paint)),
  ].join('\n\n');
}

/** Who is alike, the rows divided, the codes, side by side. */
function matricesText(
  { images, adjacency, normalised, degrees, initial, buckets }: ToyExample,
  paint: Paint,
): string {
  const names = images.map(({ name }) => name);
  const header =
    `     ${names.join(' ')}        ${names.map((name) => name.padStart(3)).join(' ')}` +
    '      x     y    bits  bucket';
  const rows = images.map(({ name, kind, x, y }, i) => {
    const ones = adjacency[i].map((one) => (one === 1 ? '1' : paint('dim', '·'))).join(' ');
    const shares = normalised[i]
      .map((share) => (share === 0 ? paint('dim', '  ·') : `1/${degrees[i]}`))
      .join(' ');
    const point = `${x.toFixed(2).padStart(5)} ${y.toFixed(2).padStart(5)}`;
    const letter = paint(kind === 'car' ? 'blue' : 'yellow', name);
    return `  ${letter}  ${ones}  ÷ ${degrees[i]} = ${shares}   ${point}   ${bitsText(initial[i])}     ${String(buckets[i]).padStart(2)}`;
  });
  return [paint('bold', header), ...rows].join('\n');
}

function bitsText(bits: readonly Bit[]): string {
  return bits.join('');
}

/** The vote about each bit that its neighbours would flip, as arithmetic. */
function sumsText(toy: ToyExample, round: ToyRound, paint: Paint): string {
  const { alpha, rule } = toy.settings;
  if (round.sums.length === 0) return 'all neighbours agree with every bit';
  const title = `the vote, with bits as signs and alpha ${alpha}`;
  const blended =
    rule === 'paper'
      ? "The paper's rule blends the mean with the first bit."
      : "The tutorial's rule blends the sign of the mean with the old bit.";
  const sums = round.sums.map((sum) => sumText(toy, sum, paint));
  return [paint('bold', title), ...sums, paint('dim', wrap(blended))].join('\n');
}

function sumText({ images, settings }: ToyExample, sum: ToySum, paint: Paint): string {
  const { image, bit, terms, mean, opinion, own, blend, threshold, before, after } = sum;
  const { alpha } = settings;
  const name = `bit ${bit + 1} of ${images[image].name}`;
  const votes = terms.map((term) => `1/${terms.length} · (${sign(term.sign)})`).join(' + ');
  const voters = terms.map((term) => images[term.image].name).join(', ');
  const verdict = before === after ? `stays ${after}` : `flips from ${before} to ${after}`;
  return [
    `  ${name}: ${voters} vote ${votes} = ${signed(mean)}`,
    `    ${alpha} · (${signed(opinion)}) + ${short(1 - alpha)} · (${sign(own)}) = ${signed(blend)}: ` +
      `${paint(before === after ? 'dim' : 'green', verdict)}; it flips beyond alpha ${short(threshold)}`,
  ].join('\n');
}

const sign = (value: number) => (value > 0 ? '+1' : '-1');
const short = (value: number) => String(Number(value.toFixed(2)));
const signed = (value: number) => `${value < 0 ? '-' : '+'}${short(Math.abs(value))}`;

/** The first line before and after it was learned. */
function planesText({ images, hyperplanes }: ToyExample, round: ToyRound, paint: Paint): string {
  const before = planeLines(images, hyperplanes[0], paint);
  const after = planeLines(images, round.hyperplanes[0], paint);
  const gap = '     ';
  const title = (text: string) => text.padEnd(PLANE_WIDTH);
  const normal = ([x, y]: readonly [number, number]) => `(${x.toFixed(2)}, ${y.toFixed(2)})`;
  return [
    paint('bold', `${title('the line of bit 1, at random')}${gap}learned from the bits`),
    ...before.map((line, i) => `${line}${gap}${after[i]}`.trimEnd()),
    `${title(`normal ${normal(hyperplanes[0])}`)}${gap}normal ${normal(round.hyperplanes[0])}`,
    `lines 1 to 3 turned by ${anglesText(round)}`,
    codesText(images, round),
  ].join('\n');
}

function anglesText({ turned }: ToyRound): string {
  return turned.map((angle) => `${angle.toFixed(1)}°`).join(', ');
}

function codesText(images: ToyExample['images'], { after, buckets }: ToyRound): string {
  const codes = images.map(({ name }, i) => `${name} ${bitsText(after[i])}`).join(', ');
  return `codes now: ${codes}: ${count(new Set(buckets).size, 'bucket')}`;
}

/** A later iteration, in a line or two. */
function roundText(round: ToyRound, toy: ToyExample, paint: Paint): string {
  const title = paint('bold', `iteration ${round.iteration}`);
  if (round.isSettled) return `${title}: no bit flips and no line turns: all is settled`;
  const flips = count(round.flips, 'bit flips', 'bits flip');
  return `${title}: ${flips}, lines turn by ${anglesText(round)};\n${codesText(toy.images, round)}`;
}
