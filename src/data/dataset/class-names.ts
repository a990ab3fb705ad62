import { InvalidArgumentError } from '../../core/errors.ts';

/** Class names of well-known data sets, in the order of their labels from 0. */
export const CLASS_NAMES = {
  'fashion-mnist': [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ],
  'cifar-10': [
    'airplane',
    'automobile',
    'bird',
    'cat',
    'deer',
    'dog',
    'frog',
    'horse',
    'ship',
    'truck',
  ],
} as const satisfies Record<string, readonly string[]>;

/** A data set whose class names are known. */
export type KnownClassNames = keyof typeof CLASS_NAMES;

/**
 * The names of the classes 0, 1, ... that occur in `labels`.
 *
 * @param names - a data set whose names are known, or the names themselves.
 * @throws InvalidArgumentError for an unknown data set, or naming the first label without a name.
 */
export function classNamesFor(
  labels: Int32Array,
  names: KnownClassNames | readonly string[],
): string[] {
  if (typeof names === 'string' && !Object.hasOwn(CLASS_NAMES, names)) {
    const known = Object.keys(CLASS_NAMES).join(', ');
    throw new InvalidArgumentError(`classNames must be one of ${known}, not "${names}"`);
  }
  const list = typeof names === 'string' ? CLASS_NAMES[names] : names;
  const unnamed = labels.findIndex((label) => label < 0 || label >= list.length);
  if (unnamed !== -1) {
    throw new InvalidArgumentError(
      `classNames names ${list.length} classes from 0, but label ${unnamed} is ${labels[unnamed]}`,
    );
  }
  return [...list];
}
