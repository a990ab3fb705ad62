import { fixture } from './make-files.ts';

/** What numpy says of the codes of the fixtures `codes*`: their bits, and the five nearest to each. */
export const codesExpected = JSON.parse(
  new TextDecoder().decode(fixture('codes-expected.json')),
) as { bits: string[]; rows: number[][]; distances: number[][] };
