import type { Difference, SnapshotField } from '~/server/domain/agenda/rules';
import type { Catalogue } from '.';
import { readTitle } from './stored-titles';

type Edited = Extract<Difference, { change: 'edited' }>;

/** What is different in an agenda, as one sentence: short things as they were and as they are, long ones by their name. */
export function sayDifference({ differences: words, fields, kinds, minutesLong, titles }: Catalogue['agenda'], difference: Difference): string {
  const title = readTitle(difference.title, titles);
  if (difference.change !== 'edited') return words[difference.change](title);
  return words.edited(title, difference.fields.map((field) => change(field, difference)).join(', '));

  function change(field: SnapshotField, { was, now }: Edited): string {
    if (field === 'title') return words.was(fields.title, readTitle(was.title, titles));
    if (field === 'kind') return words.fromTo(fields.kind, kinds[was.kind], kinds[now.kind]);
    if (field === 'minutes') return words.fromTo(fields.minutes, was.minutes === null ? words.unknown : minutesLong(was.minutes), now.minutes === null ? words.unknown : minutesLong(now.minutes));
    if (field === 'section') return words.fromTo(fields.section, was.section ?? words.none, now.section ?? words.none);
    return fields[field];
  }
}
