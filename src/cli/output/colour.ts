export type Colour = 'bold' | 'dim' | 'blue' | 'yellow' | 'green' | 'red';

const CODES: Record<Colour, readonly [number, number]> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
};

/** Wraps text in a terminal colour, or returns it as it is where colours are off. */
export type Paint = (colour: Colour, text: string) => string;

/** Colours on a terminal, unless NO_COLOR (no-color.org) or TERM=dumb says otherwise. */
export function painter(stream: { isTTY?: boolean }, env = process.env): Paint {
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0';
  const wanted = forced || (stream.isTTY === true && env.TERM !== 'dumb');
  if (!wanted || (env.NO_COLOR ?? '') !== '') return (_, text) => text;
  return (colour, text) => `\u001b[${CODES[colour][0]}m${text}\u001b[${CODES[colour][1]}m`;
}
