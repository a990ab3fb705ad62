import { basename, dirname, resolve } from 'node:path';
import { FileError, FormatError, InvalidArgumentError } from '../../core/errors.ts';
import { openPictures } from '../../node/picture-source/open.ts';
import type { PictureEntry } from '../../node/picture-source/types.ts';
import { decodePicture } from '../../pictures/decode.ts';
import type { ShownPicture } from '../../report/pictures/data.ts';
import { foundHtml } from '../../report/pictures/html.ts';
import type { HashIndex } from '../../search/hash-index/hash-index.ts';
import { distanceText } from '../output/distance-text.ts';
import { readPageAssets } from '../output/page-assets.ts';
import { type PictureMetadata, pictureMetadata, settingsText } from '../pictures/settings.ts';
import type { WorkTools } from '../work.ts';
import type { SearchOptions } from './options.ts';
import type { SearchResult } from './text.ts';
import { thumbnailUrl } from './thumbnail.ts';

/** Queries that a page shows: with ten results each some 5 MB. */
const MOST_QUERIES = 50;

/**
 * The page with the pictures that were found, which needs nothing else.
 *
 * @param names - of the queries, which are pictures; without them they were vectors, which have no looks.
 */
export async function foundPage(
  file: string,
  { metadata, distanceName }: Pick<HashIndex, 'metadata' | 'distanceName'>,
  names: readonly string[] | undefined,
  results: readonly SearchResult[],
  options: SearchOptions,
  { progress, signal }: WorkTools,
): Promise<string> {
  const own = pictureMetadata(metadata) as PictureMetadata;
  const from = options.pictures ?? resolve(dirname(file), own.from);
  const found = await Thumbnails.of(from, options.pictures !== undefined);
  const asked = names && (await Thumbnails.of(options.queries as string, true));
  const queries = [];
  const shown = results.slice(0, MOST_QUERIES);
  for (const [i, { neighbours }] of shown.entries()) {
    progress.update('drawing the page', i / shown.length);
    signal.throwIfAborted();
    const name = names?.[i] ?? `vector ${i}`;
    const query = asked ? await asked.shown(name) : { id: name, thumbnail: null };
    const near = [];
    for (const { id, distance } of neighbours) {
      near.push({ ...(await found.shown(String(id))), distance: distanceText(distance) });
    }
    queries.push({ query, found: near });
  }
  const { assets, version } = await readPageAssets('pictures');
  return foundHtml(
    {
      ...{ hashplane: version, index: basename(file), descriptor: settingsText(own) },
      ...{ distanceName, queries, total: results.length },
    },
    assets,
  );
}

/** Small pictures of a source, each made once. */
class Thumbnails {
  readonly #entries: ReadonlyMap<string, PictureEntry>;
  readonly #made = new Map<string, string | null>();

  private constructor(entries: readonly PictureEntry[]) {
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]));
  }

  /** @param isNeeded - whether it is a fault if there are none: a folder may have moved since. */
  static async of(path: string, isNeeded: boolean): Promise<Thumbnails> {
    try {
      return new Thumbnails((await openPictures(path)).entries);
    } catch (error) {
      if (isNeeded || !(error instanceof FileError)) throw error;
      throw new FileError(`${error.message}: name the place of the pictures with --pictures`, {
        cause: error,
      });
    }
  }

  async shown(id: string): Promise<ShownPicture> {
    let thumbnail = this.#made.get(id);
    if (thumbnail === undefined) {
      thumbnail = await this.#make(id);
      this.#made.set(id, thumbnail);
    }
    return { id, thumbnail };
  }

  async #make(id: string): Promise<string | null> {
    try {
      const read = await this.#entries.get(id)?.read();
      if (!read) return null;
      return thumbnailUrl(read instanceof Uint8Array ? await decodePicture(read) : read);
    } catch (error) {
      // It was described once, and is gone or damaged now: the page says so.
      const kinds = [FileError, FormatError, InvalidArgumentError];
      if (kinds.some((kind) => error instanceof kind)) return null;
      throw error;
    }
  }
}
