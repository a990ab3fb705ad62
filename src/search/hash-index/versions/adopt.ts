import { InvalidArgumentError } from '../../../core/errors.ts';
import type { Hasher } from '../../../core/hasher.ts';
import type { Kernels } from '../../../kernels/api.ts';
import type { Moment } from '../contents.ts';
import { formOfHashers, versionAfter } from '../form-settings.ts';
import { TableCodes } from '../hamming/table-codes.ts';
import type { TableForm } from '../hamming/table-form.ts';
import { VersionedCodes } from './versioned-codes.ts';
import { VersionedForm } from './versioned-form.ts';

/**
 * A moment of codes `hamming` in which new vectors are coded by other hashers; those that are there keep
 * their codes. Cost: none.
 *
 * @throws InvalidArgumentError if the hashers do not fit.
 */
export function withHashers(
  kernels: Kernels,
  { snapshot, form }: Moment,
  hasher: Hasher | readonly Hasher[],
): Moment {
  const before = form as TableForm | null;
  const next = formOfHashers(kernels, hasher, versionAfter(before));
  if (before === null) return { snapshot, form: next };
  const [bits, own] = [next, before].map((each) => each.bits.join(' + '));
  if (bits !== own || next.dimensions !== before.dimensions) {
    throw new InvalidArgumentError(
      `the hasher has ${bits} bits and ${next.dimensions} dimensions where the index has ${own} and ` +
        `${before.dimensions}`,
    );
  }
  if (snapshot.parts.length === 0) return { snapshot, form: next };
  const coded = snapshot.withCodes(({ codes }) =>
    codes instanceof TableCodes ? new VersionedCodes([{ form: before, codes }]) : codes,
  );
  return { snapshot: coded, form: new VersionedForm(next) };
}

/** The same moment in the form of an index of one version, if all codes are of the newest. */
export function settled(moment: Moment): Moment {
  const { snapshot, form } = moment;
  if (!(form instanceof VersionedForm)) return moment;
  const { current } = form;
  const runs = snapshot.parts.flatMap(({ segment }) => (segment.codes as VersionedCodes).runs);
  if (runs.some((run) => run.form !== current)) return moment;
  const codes = snapshot.withCodes((segment) => (segment.codes as VersionedCodes).runs[0].codes);
  return { snapshot: codes, form: current };
}
