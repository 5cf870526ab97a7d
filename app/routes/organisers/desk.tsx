import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { MeetingStateTag } from '~/app/components/meeting-state-tag';
import { ButtonLink, EmptyState, LinkList, PageHeader, Section, Tag, When, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { catalogueOf } from '~/server/i18n';
import { meetingsInHand } from '~/server/domain/meetings/queries';
import { openActions } from '~/server/domain/minutes/queries';
import { undecidedProposals } from '~/server/domain/proposals/queries';
import { dayOf } from '~/server/time';
import { stepAddress } from './step-address';

export const loader = page(async ({ ctx, language }) => {
  const [meetings, proposals, actions] = [await meetingsInHand(ctx), await undecidedProposals(ctx), await openActions(ctx)];
  const today = dayOf(ctx.now());
  return { meetings, proposals, actions: actions.map((action) => ({ ...action, overdue: action.dueOn < today })), heading: catalogueOf(language).organisers.title };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function Desk() {
  const { meetings, proposals, actions } = useLoaderData<typeof loader>();
  const t = useT();
  const words = t.organisers;
  return (
    <>
      <PageHeader title={words.title} lead={words.lead} crumbs={[{ label: words.title }]} actions={<><ButtonLink variant="primary" to="/moeder/ny">{t.meetings.create}</ButtonLink><ButtonLink to="/organisation/medlemmer" variant="secondary">{words.members}</ButtonLink></>} />
      <Section title={words.meetings}>
        {meetings.length === 0 ? <EmptyState title={words.noMeetings} /> : (
          <table className="table table--responsive-headers">
            <thead><tr><th scope="col">{t.meetings.fields.title}</th><th scope="col">{t.meetings.fields.day}</th><th scope="col">{words.state}</th><th scope="col">{words.next}</th></tr></thead>
            <tbody>{meetings.map((meeting) => (
              <tr key={meeting.id}>
                <td data-title={t.meetings.fields.title}><A to={`/moeder/${meeting.slug}`}>{meeting.title}</A></td>
                <td data-title={t.meetings.fields.day}><When at={meeting.day} form="date" /></td>
                <td data-title={words.state}><MeetingStateTag state={meeting.state} /></td>
                <td data-title={words.next}><A to={stepAddress(meeting.next, meeting.slug)}>{words.steps[meeting.next]}</A></td>
              </tr>
            ))}</tbody>
          </table>
        )}
      </Section>
      <Section title={words.proposals}>
        {proposals.length === 0 ? <p>{words.noProposals}</p> : <LinkList items={proposals.map(({ id, title, days, meeting }) => ({ key: id, to: `/forslag/${id}/afgoerelse`, label: title, meta: `${words.waitedDays(days)} · ${meeting.title}` }))} />}
      </Section>
      <Section title={words.actions}>
        {actions.length === 0 ? <p>{words.noActions}</p> : (
          <LinkList items={actions.map((action) => ({ key: action.id, to: `/moeder/${action.slug}/referat#opfoelgning-${action.id}`, label: action.text, meta: <>{words.due}: <When at={action.dueOn} form="date" /> {action.overdue ? <Tag tone="warning">{words.overdue}</Tag> : null}</> }))} />
        )}
      </Section>
    </>
  );
}
