import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { AgendaBuilder } from '~/app/components/agenda-builder';
import { ItemFields } from '~/app/components/agenda-item-fields';
import { Differences } from '~/app/components/agenda-item-parts';
import { ButtonForm, PostForm, SubmitButton } from '~/app/components/form';
import { Alert, EmptyState, LinkList, PageHeader, Section, When, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { onward, page, submit } from '~/app/transport.server';
import { addItem } from '~/server/domain/agenda/commands';
import { agendaOfMeeting, initiativeChoices, waitingProposals } from '~/server/domain/agenda/queries';
import { mayBuild } from '~/server/domain/agenda/rules';
import { addItemSchema } from '~/server/domain/agenda/schema';
import { getMeeting } from '~/server/domain/meetings/queries';
import { catalogueOf } from '~/server/i18n';
import { ensure } from '~/server/refusal';

export const loader = page(async ({ ctx, params, language, afterForm }) => {
  const { id, slug, title, state, endsAt, ...meeting } = await getMeeting(ctx, params.slug ?? '');
  if (!afterForm) ensure(mayBuild(ctx.actor, { state }));
  return {
    meeting: { slug, title, state, endsAt, startsAt: meeting.startsAt },
    agenda: await agendaOfMeeting(ctx, id),
    waiting: await waitingProposals(ctx, id),
    choices: await initiativeChoices(ctx),
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
  const { meeting, agenda, waiting, choices } = useLoaderData<typeof loader>();
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
        {agenda.items.length === 0 ? <EmptyState title={words.empty} text={words.emptyText} /> : <AgendaBuilder items={agenda.items} path={path} />}
        {agenda.items.length > 0 && <Sum agenda={agenda} endsAt={meeting.endsAt} />}
      </Section>
      {meeting.state !== 'live' && (
        <div className="columns">
          <Section title={words.publishing} id="offentliggoerelse"><Publishing agenda={agenda} draft={meeting.state === 'draft'} path={path} /></Section>
          <Section title={words.waiting} id="forslag">
            {waiting.length === 0 ? <p>{words.noneWaiting}</p> : (
              <>
                <p>{words.waitingText}</p>
                <LinkList items={waiting.map(({ id, title, late }) => ({ to: `/forslag/${id}`, label: title, meta: late ? words.late : undefined }))} />
              </>
            )}
          </Section>
        </div>
      )}
      <Section title={words.add} id="tilfoej">
        <PostForm answer={answer}>
          <ItemFields choices={choices} />
          <SubmitButton>{words.addButton}</SubmitButton>
        </PostForm>
      </Section>
    </>
  );
}

type Agenda = Awaited<ReturnType<typeof agendaOfMeeting>>;

/** How long it all takes, and whether it is too long. */
function Sum({ agenda: { items, overrun }, endsAt }: { agenda: Agenda; endsAt: Date | null }) {
  const t = useT();
  const words = t.agenda.build;
  return (
    <div className="stack">
      <p className="builder__sum">{words.sum(items.reduce((sum, item) => sum + (item.minutes ?? 0), 0))}{endsAt && <> · {words.meetingEnds} {t.agenda.at} <When at={endsAt} form="time" /></>}</p>
      {items.some((item) => item.minutes === null && item.state !== 'closed') && <p>{words.unknown}</p>}
      {overrun > 0 && <Alert tone="warning" title={words.overrun(overrun)}>{words.overrunText}</Alert>}
    </div>
  );
}

/** What readers have, what they do not have yet, and the button that gives it to them. */
function Publishing({ agenda: { newest, changes, can }, draft, path }: { agenda: Agenda; draft: boolean; path: string }) {
  const words = useT().agenda.build;
  return (
    <div className="stack">
      {!newest && <p>{words.notPublished}</p>}
      {newest && changes?.length === 0 && <p>{words.published(newest.number)}</p>}
      {newest && changes && changes.length > 0 && <Alert tone="info" title={words.changed(newest.number)}><Differences changes={changes} /></Alert>}
      {draft && <p>{words.publishFirst}</p>}
      {!draft && !newest && !can.publish && <p>{words.publishNeedsItems}</p>}
      {can.publish && (
        <div>
          <p>{words.publishHelp}</p>
          <ButtonForm action={`${path}/offentliggoerelse`} variant="primary" label={newest ? words.publishAgain(newest.number + 1) : words.publish} />
        </div>
      )}
    </div>
  );
}
