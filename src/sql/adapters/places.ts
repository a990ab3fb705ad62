import { FileError } from '../../core/errors.ts';
import { lockFolder, realFolder } from './folder-lock.ts';
import { nodeModules } from './node-modules.ts';
import { lockName } from './web-lock.ts';

/** A database, as far as it tells whether it is still open. */
interface Owner {
  readonly closed?: boolean | undefined;
}

/** A place that is held for one database. */
export interface HeldPlace {
  /** Of a place that was taken before its database was opened. */
  owner: Owner | undefined;
  release(): Promise<void>;
}

interface Held extends HeldPlace {
  readonly name: string;
  readonly lock: Promise<() => void>;
}

/** What this process or page holds, by name. */
const held = new Map<string, Held>();

/**
 * Takes the place of a database for itself: two processes that open one folder of PGlite both succeed, and
 * then each writes over what the other was told is kept. In memory there is nothing to take: null.
 *
 * @param place - as PGlite knows it: a folder, `idb://name`, `opfs-ahp://name`.
 * @param owner - the database, where it is open already.
 * @throws FileError if another has it.
 */
export async function holdPlace(
  place: string | undefined,
  owner?: Owner,
): Promise<HeldPlace | null> {
  if (!place || place.startsWith('memory://')) return null;
  const node = nodeModules();
  const folder = place.startsWith('file://') ? place.slice('file://'.length) : place;
  const inBrowser = /^\w[\w-]*:\/\//.test(folder);
  if (!inBrowser && node === null) return null;
  const name = inBrowser || node === null ? place : realFolder(node, folder);
  const before = held.get(name);
  if (before) {
    await before.lock;
    return again(before, place, owner);
  }
  const lock = inBrowser || node === null ? lockName(place) : lockFolder(node, name);
  const hold = holding(name, lock, owner);
  try {
    await lock;
  } catch (error) {
    held.delete(name);
    throw error;
  }
  return hold;
}

/** The same database, or the next one after its owner was closed. */
function again(before: Held, place: string, owner: Owner | undefined): HeldPlace {
  if (owner !== undefined && before.owner === owner) return before;
  if (held.get(before.name) === before && before.owner?.closed) {
    return holding(before.name, before.lock, owner);
  }
  throw new FileError(
    `${place} is open already: a second opening would lose rows; use the driver that is there`,
  );
}

function holding(name: string, lock: Promise<() => void>, owner: Owner | undefined): Held {
  const hold: Held = {
    name,
    lock,
    owner,
    async release() {
      if (held.get(name) !== hold) return;
      held.delete(name);
      (await lock)();
    },
  };
  held.set(name, hold);
  return hold;
}
