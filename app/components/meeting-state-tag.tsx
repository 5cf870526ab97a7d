import type { MeetingState } from '~/db/schema/states';
import { useT } from '../shell/contexts';
import { Tag, type TagTone } from './tag';

const tones: Record<MeetingState, TagTone> = { draft: 'warning', called: 'info', live: 'success', held: 'neutral', cancelled: 'error' };

/** How far a meeting has come; the same colour wherever it is shown. */
export function MeetingStateTag({ state }: { state: MeetingState }) {
  return <Tag tone={tones[state]}>{useT().meetings.states[state]}</Tag>;
}
