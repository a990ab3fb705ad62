import { EVENTS } from './programme.ts';
import type { RaceSession } from './session.ts';

/** What the race found, as a file for people who compare devices; rates are in the bench's units. */
export function raceJson(race: RaceSession, created: Date): string {
  const results = EVENTS.flatMap((event) => {
    const { phase, results } = race.event(event);
    const naive = results.find(({ contender }) => contender === 'naive')?.median;
    return results.map((result) => ({
      event,
      ...result,
      timesNaive: naive ? result.median / naive : null,
      complete: phase === 'done',
    }));
  });
  const { device, missing } = race;
  return `${JSON.stringify({ created: created.toISOString(), device, missing, results }, null, 2)}\n`;
}
