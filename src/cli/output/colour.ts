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

/**
 * Colours on a terminal, unless TERM=dumb. FORCE_COLOR turns them on anywhere, or off if it is 0;
 * NO_COLOR (no-color.org) turns them off whatever else is set.
 */
export function painter(stream: { isTTY?: boolean }, env = process.env): Paint {
  const { FORCE_COLOR: forced, NO_COLOR: refused = '' } = env;
  const wanted =
    forced === undefined
      ? stream.isTTY === true && env.TERM !== 'dumb'
      : forced !== '0' && forced !== 'false';
  if (!wanted || refused !== '') return (_, text) => text;
  return (colour, text) => `\u001b[${CODES[colour][0]}m${text}\u001b[${CODES[colour][1]}m`;
}
