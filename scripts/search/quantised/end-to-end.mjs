// Recall@10 against time of one query, by this build's quantised search, flat and with clusters, and by
// another build's index of random hyperplanes, in turns on one thread:
//   node scripts/search/quantised/end-to-end.mjs Gist512CIFAR10.mat [other/build/index.js]
// CPU time; the settings of each are those that reach .95 and .99 here.
import { pathToFileURL } from 'node:url';
import { createKernels, ExactSearch, QuantisedSearch } from 'hashplane';
import { readDatasetFile } from 'hashplane/node';
import { cpuMillis, median, timesOf } from './peer.mjs';

const QUERIES = 500;
const CLUSTERS = 256;
const LEVELS = [0.95, 0.99];
const GOALS = { flat: [2, 3.5], clusters: [4.5, 4.5] };
const CANDIDATES = [40, 60, 80, 100, 120, 160, 200];
const VISITS = [24, 32, 40, 48, 64, 80, 96, 128];

const [file, other] = process.argv.slice(2);
const { points: all } = await readDatasetFile(file);
const queries = all.slice(0, QUERIES);
const points = all.slice(QUERIES);
const kernels = await createKernels();
const exact = new ExactSearch(kernels, points);
const truth = exact.nearestBatch(queries, 10).map(({ rows }) => new Set(rows));
exact.dispose();

const contenders = [await flat(), await clustered()];
if (other) contenders.push(await hyperplanes(await import(pathToFileURL(other).href)));
for (const level of LEVELS) await compare(level);

/** The quickest setting of each contender that reaches a recall, timed in turns. */
async function compare(level) {
  const timed = contenders.map((own) => {
    const setting = own.settings.find((each) => recallOf((q) => own.search(q, each)) >= level);
    /** @type {number[]} */
    const times = [];
    return { ...own, setting, times };
  });
  for (let round = 0; round < 10; round++) {
    for (const { search, setting, times } of timed) {
      if (setting) times.push(...timesOf((q) => search(round * 50 + q, setting), 50));
    }
  }
  const theirs = timed.find(({ name }) => name === 'other');
  for (const { name, setting, times, seconds } of timed) {
    if (!setting) {
      console.log(`recall ${level}, ${name}: no setting reaches it`);
      continue;
    }
    const goal = GOALS[name]?.[LEVELS.indexOf(level)];
    const ratio =
      theirs?.setting && goal
        ? `, ${(median(theirs.times) / median(times)).toFixed(2)}x the other build (goal ${goal}x)`
        : '';
    console.log(
      `recall ${level}, ${name} ${JSON.stringify(setting)}: ${median(times).toFixed(3)} ms` +
        `${ratio}; built in ${seconds.toFixed(2)} CPU s`,
    );
  }
}

function recallOf(search) {
  let found = 0;
  for (let q = 0; q < QUERIES; q++) for (const row of search(q)) if (truth[q].has(row)) found++;
  return found / QUERIES / 10;
}

async function built(make) {
  const start = cpuMillis();
  return { value: await make(), seconds: (cpuMillis() - start) / 1000 };
}

async function flat() {
  const { value, seconds } = await built(() => QuantisedSearch.create(kernels, points));
  const settings = CANDIDATES.map((candidates) => ({ candidates }));
  const search = (q, setting) => value.search(queries.row(q), setting).rows;
  return { name: 'flat', settings, search, seconds };
}

async function clustered() {
  const { value, seconds } = await built(() =>
    QuantisedSearch.create(kernels, points, { clusters: CLUSTERS }),
  );
  const settings = VISITS.flatMap((visit) =>
    CANDIDATES.map((candidates) => ({ visit, candidates })),
  ).sort((a, b) => costOf(a) - costOf(b));
  const search = (q, setting) => value.search(queries.row(q), setting).rows;
  return { name: 'clusters', settings, search, seconds };
}

/** About as many microseconds: a cluster takes as long as re-ranking eight rows. */
function costOf({ visit, candidates }) {
  return 2.5 * visit + 0.4 * candidates;
}

/** Today's index: the codes of 512 random hyperplanes, re-ranked by cosine. */
async function hyperplanes(library) {
  const own = await library.createKernels();
  const { value, seconds } = await built(async () => {
    const hasher = new library.RandomHyperplanes({ kernels: own, bits: 512 });
    const given = new library.Matrix(points.data, points.rows, points.cols);
    await hasher.fit(given);
    const index = library.HashIndex.create({ kernels: own, hasher });
    index.add(given);
    return index;
  });
  const settings = [1000, 1200, 1400, 1700, 2000, 2500, 3000, 3500, 4000, 5000].map(
    (candidates) => ({ k: 10, candidates }),
  );
  const search = (q, setting) =>
    value
      .search(new library.Matrix(queries.row(q), 1, queries.cols), setting)[0]
      .neighbours.map(({ id }) => id);
  return { name: 'other', settings, search, seconds };
}
