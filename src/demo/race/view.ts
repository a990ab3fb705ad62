import { el, terms } from '../../report/page/dom.ts';
import { startWorker } from '../shell/assets.ts';
import type { MountView } from '../shell/context.ts';
import { EventCard } from './event-card.ts';
import { EVENT_TEXTS, EVENTS, type EventName } from './programme.ts';
import type { Device } from './protocol.ts';
import { raceJson } from './results.ts';
import { RaceSession } from './session.ts';
import { raceSentence } from './standing.ts';

/** Of timed runs an event, unless the address says otherwise: `#/race?seconds=10`. */
const SECONDS = 3;
const MAX_SECONDS = 60;

/** One for the page: its results are there when the reader comes back. */
const race = new RaceSession(() => startWorker('race'));

export const mount: MountView = (place, { announce }) => {
  let seconds = SECONDS;
  const cards = new Map(EVENTS.map((name) => [name, new EventCard(name)] as const));
  const button = el('button', { type: 'button', class: 'primary' });
  const progress = el('progress', { max: String(EVENTS.length), 'aria-label': 'Race' });
  const sentence = el('p', { class: 'race-result' });
  const device = el('dl', { class: 'device' });
  const download = el('button', { type: 'button' }, 'Save as JSON');
  const copy = el('button', { type: 'button' }, 'Copy JSON');
  place.append(
    el('h1', {}, 'A race on your device'),
    el(
      'p',
      { class: 'lead' },
      'The same work, done four times: by WebAssembly with SIMD (instructions that take several numbers at once), by plain WebAssembly, by TypeScript tuned by hand, and by TypeScript as one would write it first. Every result is checked against a slow and simple program before its time counts. A bar is the work done in the same time; the number beside it says how many times as fast as plain TypeScript that is.',
    ),
    el('div', { class: 'race-head' }, button, progress, sentence),
    device,
    el('ol', { class: 'events' }, ...[...cards.values()].map(({ element }) => element)),
    el('p', { class: 'race-files' }, download, copy),
  );

  const show = (changed: EventName | null) => {
    const isRunning = race.phase === 'running';
    for (const [name, card] of cards) {
      if (changed === null || changed === name) card.show(race.event(name), race.missing);
    }
    button.textContent = isRunning ? 'Stop' : race.hasResults ? 'Race again' : 'Start the race';
    progress.value = EVENTS.reduce((sum, name) => sum + race.event(name).share, 0);
    sentence.textContent = sentenceOf();
    download.disabled = !race.hasResults;
    copy.disabled = !race.hasResults;
    place.dataset.racePhase = race.phase;
    if (race.device) device.replaceChildren(...terms(termsOf(race.device)));
  };
  const tell = (changed: EventName | null) => {
    show(changed);
    if (changed && race.event(changed).phase === 'done') {
      announce(`${EVENT_TEXTS[changed].title}: done.`);
    } else if (changed === null && race.phase !== 'idle') announce(sentence.textContent ?? '');
  };
  button.addEventListener('click', () => {
    if (race.phase === 'running') race.stop();
    else race.start(seconds);
  });
  download.addEventListener('click', () => save(raceJson(race, new Date())));
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(raceJson(race, new Date()));
    announce('The results are copied.');
  });
  race.onChange = tell;
  race.meet();
  show(null);
  return {
    update(parameters) {
      const asked = Number(parameters.get('seconds'));
      seconds = asked > 0 && asked <= MAX_SECONDS ? asked : SECONDS;
    },
    dispose() {
      race.onChange = null;
      race.stop();
    },
  };
};

function sentenceOf(): string {
  if (race.phase === 'failed') return `The race can't go on: ${race.error?.message}`;
  if (race.phase === 'idle') return 'It takes about twenty seconds; this page stays responsive.';
  if (race.phase === 'running') {
    const at = EVENTS.findIndex((name) => race.event(name).share < 1);
    const name = EVENTS[Math.max(0, at)];
    return `Event ${Math.max(0, at) + 1} of ${EVENTS.length}: ${EVENT_TEXTS[name].title.toLowerCase()}.`;
  }
  const found = raceSentence(EVENTS.map((name) => race.event(name).results));
  if (race.phase === 'done') return found ?? '';
  return `Stopped. ${found ?? 'Nothing was measured yet.'}`;
}

function termsOf({ cores, simd, relaxedSimd }: Device): [string, string][] {
  const there = (has: boolean) => (has ? 'yes' : 'no');
  return [
    ['Processor threads', cores === null ? 'not told' : String(cores)],
    ['SIMD', there(simd)],
    ['Relaxed SIMD', there(relaxedSimd)],
  ];
}

function save(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  el('a', { href: url, download: 'hashplane-race.json' }).click();
  // Once the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
