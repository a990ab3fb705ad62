import { refuse } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { checkPadding, checkWords, wordsFor } from '../core/hash-codes.ts';
import { MAX_PROBE_BITS, type RadiusStrategy } from './probe-cost.ts';

/** Throws unless `code` is the packed words of one code of `bits` bits. */
export function checkCode(code: Uint32Array, bits: number): void {
  checkWords('a code', code);
  if (code.length !== wordsFor(bits)) {
    throw new InvalidArgumentError(
      `a code of ${bits} bits has ${wordsFor(bits)} words, not ${code.length}`,
    );
  }
  checkPadding(code[code.length - 1], bits);
}

/** Throws unless buckets of codes of `bits` bits can be found so. */
export function checkStrategy(strategy: RadiusStrategy | undefined, bits: number): void {
  if (strategy !== undefined && strategy !== 'probe' && strategy !== 'scan') {
    refuse('strategy', 'probe or scan', strategy);
  }
  if (strategy === 'probe' && bits > MAX_PROBE_BITS) {
    throw new InvalidArgumentError(
      `probing needs codes of at most ${MAX_PROBE_BITS} bits, not ${bits}: use 'scan'`,
    );
  }
}
