// What page-smoothness.mjs runs in a page. Each function gives plain numbers.
import { openIndexWorker } from 'hashplane';

/** Frames later than this were dropped: one and a half of 60 a second. */
const LATE_MS = 25;

/** @type {import('hashplane').IndexWorker} */
let index;
const longTasks = [];
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longTasks.push(duration);
}).observe({ type: 'longtask', buffered: true });

const worker = () => new Worker('/index-worker.js', { type: 'module' });

/** Numbers that look like a query. */
function query(dimensions, seed) {
  return Float32Array.from({ length: dimensions }, (_, i) => Math.sin(seed * 78.233 + i * 12.9898));
}

/** Runs a step; what the page did meanwhile in pieces of more than 50 ms, and what it did at all. */
async function observed(step) {
  longTasks.length = 0;
  const start = performance.now();
  const result = await step();
  const ms = performance.now() - start;
  // Long tasks are told after they end.
  await new Promise((resolve) => setTimeout(resolve, 300));
  return { ms, longTasks: [...longTasks], ...result };
}

/** Opens an index and searches it at once. */
function open(source) {
  return observed(async () => {
    const start = performance.now();
    let codesBytes = 0;
    index = await openIndexWorker({
      worker,
      source,
      onProgress: ({ stage, total }) => {
        if (stage === 'codes') codesBytes = total ?? 0;
      },
    });
    const opened = performance.now();
    const { stage } = await index.search(query(index.dimensions, 1));
    const answered = performance.now();
    await index.complete;
    const ms = performance.now() - start;
    const [toOpen, firstAnswer] = [opened - start, answered - opened];
    return { ms, opened: toOpen, firstAnswer, stage, codesBytes, waitAfter: await waitForSearch() };
  });
}

async function add(rows) {
  const vectors = Array.from({ length: rows }, (_, i) => query(index.dimensions, 1000 + i));
  // Making them is a long task of its own, which is told late.
  await new Promise((resolve) => setTimeout(resolve, 300));
  return observed(() => searchedMeanwhile(() => index.add(vectors)));
}

function save(place) {
  return observed(() => searchedMeanwhile(() => (place ? index.saveTo(place) : index.save())));
}

/** Searches one after another while something is done; the longest wait of one, and of the first after it. */
async function searchedMeanwhile(step) {
  let isOver = false;
  const stepping = step().finally(() => {
    isOver = true;
  });
  let [searches, longestWait] = [0, 0];
  while (!isOver) {
    longestWait = Math.max(longestWait, await waitForSearch());
    searches++;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await stepping;
  return { searches, longestWait, waitAfter: await waitForSearch() };
}

async function waitForSearch() {
  const start = performance.now();
  await index.search(query(index.dimensions, Math.random()));
  return performance.now() - start;
}

/** Frames of some seconds, in which as many queries a second are typed, or none. */
async function frames(seconds, perSecond) {
  let [previous, count, late, worst, answers] = [0, 0, 0, 0, 0];
  let isOver = false;
  const ended = new Promise((resolve) => {
    const tick = (now) => {
      if (previous > 0) {
        count++;
        worst = Math.max(worst, now - previous);
        if (now - previous > LATE_MS) late += Math.round((now - previous) / (1000 / 60)) - 1;
      }
      previous = now;
      if (isOver) resolve(undefined);
      else requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  let stop = new AbortController();
  const type = () => {
    // As one types on, the search before is of no use any more.
    stop.abort();
    stop = new AbortController();
    index.search(query(index.dimensions, Math.random()), { signal: stop.signal }).then(
      () => answers++,
      () => {},
    );
  };
  const timer = perSecond > 0 ? setInterval(type, 1000 / perSecond) : undefined;
  longTasks.length = 0;
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  clearInterval(timer);
  isOver = true;
  await ended;
  return { count, late, worst, answers, longTasks: [...longTasks] };
}

const close = () => index.close();

Object.assign(globalThis, { page: { open, add, save, frames, close } });
