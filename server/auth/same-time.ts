import { setTimeout as wait } from 'node:timers/promises';

/** Answers no sooner than after `ms` milliseconds, so that the time of an answer does not tell which way it went. */
export async function noSoonerThan<T>(ms: number, work: Promise<T>): Promise<T> {
  await Promise.allSettled([work, wait(ms)]);
  return work;
}
