import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { FollowUpSources, Publishing, QuickAdds, Sum, Template, Waiting } from '~/app/components/agenda-build-parts';
import { AgendaBuilder } from '~/app/components/agenda-builder';
import { ItemFields } from '~/app/components/agenda-item-fields';
import { PostForm, SubmitButton } from '~/app/components/form';
import { EmptyState, PageHeader, Section, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { onward, page, submit } from '~/app/transport.server';
import { addItem } from '~/server/domain/agenda/commands';
import { agendaOfMeeting, itemChoices, waitingProposals } from '~/server/domain/agenda/queries';
import { mayBuild } from '~/server/domain/agenda/rules';
import { addItemSchema } from '~/server/domain/agenda/schema';
import { followUpOf, notFollowedUp } from '~/server/domain/follow-up/queries';
import { getMeeting } from '~/server/domain/meetings/queries';
import { templateChoices } from '~/server/domain/templates/queries';
import { catalogueOf } from '~/server/i18n';
import { ensure } from '~/server/refusal';

export const loader = page(async ({ ctx, params, language, afterForm }) => {
  const { id, slug, title, state, endsAt } = await getMeeting(ctx, params.slug ?? '');
  const no = mayBuild(ctx.actor, { state });
  if (!afterForm) ensure(no);
  const agenda = await agendaOfMeeting(ctx, id);
  return {
    meeting: { slug, title, state, endsAt }, agenda,
    followUps: await followUpOf(ctx, agenda.items.map((item) => item.id)),
    choices: await itemChoices(ctx, id),
    // What else goes on an agenda, while it is still to come.
    sources: no || state === 'live' ? null : { waiting: await waitingProposals(ctx, id), followUp: await notFollowedUp(ctx, id), templates: await templateChoices(ctx, id) },
    heading: `${catalogueOf(language).agenda.build.title}: ${title}`,
  };
});

export const action = submit(addItemSchema, async ({ ctx, input, key, language, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  const { id } = await addItem(ctx, meeting.id, input, key);
  return onward(language, `/moeder/${meeting.slug}/dagsorden/rediger#punkt-${id}`, 'item_added');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function BuildAgenda() {
  const { meeting, agenda, followUps, choices, sources } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useT();
  const words = t.agenda.build;
  const path = `/moeder/${meeting.slug}/dagsorden`;
  return (
    <>
      <PageHeader
        kicker={meeting.title}
        title={words.title}
        lead={<p>{meeting.state === 'live' ? words.leadLive : words.lead}</p>}
        crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: `/moeder/${meeting.slug}`, label: meeting.title }, { to: path, label: t.agenda.title }, { label: t.common.edit }]}
        actions={<A className="button button-secondary" to="#tilfoej">{words.add}</A>}
      />
      <Section title={words.items} id="punkter">
        {agenda.items.length === 0 ? <EmptyState title={words.empty} text={words.emptyText} /> : <AgendaBuilder items={agenda.items} path={path} followUps={followUps} overFrom={agenda.overFrom} />}
        {agenda.items.length > 0 && <Sum agenda={agenda} endsAt={meeting.endsAt} />}
        <QuickAdds items={agenda.items} path={path} />
        {sources && sources.templates.length > 0 && <Template choices={sources.templates} path={path} />}
      </Section>
      {sources && (
        <div className="columns">
          <Section title={words.publishing} id="offentliggoerelse"><Publishing agenda={agenda} draft={meeting.state === 'draft'} path={path} /></Section>
          <Section title={words.waiting} id="forslag"><Waiting waiting={sources.waiting} path={path} /></Section>
        </div>
      )}
      {sources && (sources.followUp.actions.length > 0 || sources.followUp.items.length > 0) && <FollowUpSources found={sources.followUp} path={path} />}
      <Section title={words.add} id="tilfoej">
        <PostForm answer={answer}>
          <ItemFields choices={choices} />
          <SubmitButton>{words.addButton}</SubmitButton>
        </PostForm>
      </Section>
    </>
  );
}
