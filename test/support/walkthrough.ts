/** A story without its times: nothing else varies from run to run. */
export function withoutMillis<T>(story: T): unknown {
  return JSON.parse(JSON.stringify(story, (key, value) => (key === 'millis' ? undefined : value)));
}
