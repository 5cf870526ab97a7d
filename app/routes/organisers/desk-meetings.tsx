import type { SerializeFrom } from '@remix-run/node';
import { ButtonForm } from '~/app/components/form';
import { MeetingStateTag } from '~/app/components/meeting-state-tag';
import { ButtonLink, ExampleTag, Tag, When, type TagTone } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import type { DeskRow, meetingsOfParts } from '~/server/domain/desk/queries';
import type { Urgency } from '~/server/domain/desk/rules';
import { pressAddress, stepAddress } from './step-address';

type Shown = SerializeFrom<DeskRow> & { parts?: SerializeFrom<typeof meetingsOfParts>[number]['parts'] };

const tones: Record<Urgency, TagTone> = { now: 'success', late: 'error', soon: 'warning', later: 'neutral' };

/** Meetings with their one next step: why it is the next, and the way straight to it. */
export function DeskMeetings({ meetings }: { meetings: Shown[] }) {
  const t = useT();
  return (
    <ul className="desk nobullet-list no-max-width">
      {meetings.map((meeting) => (
        <li key={meeting.id} className={`desk__row desk__row--${meeting.task.urgency}`}>
          <div className="desk__words">
            <h3 className="desk__title"><A to={`/moeder/${meeting.slug}`}>{meeting.title}</A></h3>
            <p className="desk__when">{meeting.startsAt ? <When at={meeting.startsAt} form="instant" /> : <When at={meeting.day} form="day" />}</p>
            <div className="tags">
              {meeting.task.urgency === 'later' || meeting.task.urgency === 'now' ? null : <Tag tone={tones[meeting.task.urgency]}>{t.organisers.urgencies[meeting.task.urgency]}</Tag>}
              <MeetingStateTag state={meeting.state} />
              {meeting.parts?.map((part) => <Tag key={part}>{t.organisers.partKinds[part]}</Tag>)}
              {meeting.isExample ? <ExampleTag /> : null}
            </div>
            <p className="desk__why">{t.organisers.whys[meeting.task.why](meeting.task)}</p>
          </div>
          <div className="desk__step"><Step meeting={meeting} /></div>
        </li>
      ))}
    </ul>
  );
}

/** A button where a press is enough, with what follows from it; else the way to the form. */
function Step({ meeting: { slug, title, task, nextProposalId, nextCorrectionId } }: { meeting: Shown }) {
  const { organisers: words } = useT();
  const { step } = task;
  if (step === 'none') return null;
  const label = <>{words.steps[step]}<span className="sr-only">: {title}</span></>;
  const press = pressAddress(step, slug);
  const effect = step in words.effects ? words.effects[step as keyof typeof words.effects] : null;
  if (press) return <>{<ButtonForm action={press} label={label} variant="primary" />}{effect && <p className="desk__effect">{effect}</p>}</>;
  const to = step === 'decide' && nextProposalId ? `/forslag/${nextProposalId}/afgoerelse?fra=organisation` : step === 'decide_corrections' && nextCorrectionId ? `/rettelser/${nextCorrectionId}/afgoerelse?fra=organisation` : stepAddress(step, slug);
  return <ButtonLink to={to} variant={step === 'await_corrections' || step === 'prepare' ? 'secondary' : 'primary'}>{label}</ButtonLink>;
}
