import type { AgendaSnapshotItem, MeetingState } from '~/db/schema';
import type { Actor } from '~/server/context';
import { refuse, type Verdict } from '~/server/refusal';
import { mayBuild } from '../agenda/rules';

type Named = Pick<AgendaSnapshotItem, 'title' | 'kind' | 'section'>;

/** Two items are the same when a reader would take them for the same: by title, kind and section. */
const nameOf = ({ title, kind, section }: Named): string => JSON.stringify([title.toLocaleLowerCase('da'), kind, section?.toLocaleLowerCase('da') ?? null]);

/** Which items of another agenda this one lacks, each as often as the other has it. An »any other business« is had once. */
export function lacking<T extends Named>(from: T[], here: Named[]): T[] {
  const left = here.map(nameOf);
  return from.filter((item) => {
    if (item.kind === 'any_other_business' && here.some(({ kind }) => kind === item.kind)) return false;
    const at = left.indexOf(nameOf(item));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** Begins with the agenda of another meeting. `lacked`: how many items that brings. Refuses what `mayBuild` refuses, `meeting_not_called` while the meeting runs, `template_empty`. */
export function mayUseTemplate(actor: Actor | null, meeting: { state: MeetingState }, lacked: number): Verdict {
  const no = mayBuild(actor, meeting);
  if (no) return no;
  if (meeting.state === 'live') return refuse('meeting_not_called');
  return lacked > 0 ? null : refuse('template_empty');
}
