import { Form, useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { ButtonForm } from '~/app/components/form';
import { Alert, PageHeader, Section, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { A, useHref } from '~/app/shell/links';
import { sayError, sayRefusal } from '~/app/shell/say';
import { onward, page, submit, type FormAnswer } from '~/app/transport.server';
import { partKinds, type MeetingPart } from '~/db/schema/states';
import { givePart } from '~/server/domain/meetings/commands';
import { getMeeting, membersToName, partsToName } from '~/server/domain/meetings/queries';
import { mayNameParts } from '~/server/domain/meetings/rules';
import { partSchema } from '~/server/domain/meetings/schema';
import { catalogueOf } from '~/server/i18n';
import { limits } from '~/server/limits';
import { ensure } from '~/server/refusal';

export const loader = page(async ({ ctx, params, url, language, afterForm }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  if (!afterForm) ensure(mayNameParts(ctx.actor, meeting, 'minute_taker'));
  const words = (url.searchParams.get('navn') ?? '').replaceAll('\0', '').trim().slice(0, limits.search);
  const open = partKinds.filter((part) => mayNameParts(ctx.actor, meeting, part) === null);
  const [named, found] = await Promise.all([partsToName(ctx, meeting.id), membersToName(ctx, meeting.id, words)]);
  return { slug: meeting.slug, title: meeting.title, named, words, found, open, heading: `${catalogueOf(language).meetings.parts.title}: ${meeting.title}` };
});

export const action = submit(partSchema, async ({ ctx, input, key, language, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  await givePart(ctx, meeting.id, input, key);
  return onward(language, `/moeder/${meeting.slug}/roller`, 'part_given');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function MeetingParts() {
  const { slug, title, open } = useLoaderData<typeof loader>();
  const t = useT();
  const { parts } = t.meetings;
  return (
    <>
      <PageHeader title={parts.title} lead={parts.lead} crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: `/moeder/${slug}`, label: title }, { label: parts.title }]} />
      <div className="columns">{partKinds.map((part) => <Named key={part} part={part} />)}</div>
      {open.length > 0 && <Choosing />}
    </>
  );
}

/** Who has a part now. */
function Named({ part }: { part: MeetingPart }) {
  const { slug, named, open } = useLoaderData<typeof loader>();
  const { parts } = useT().meetings;
  const holders = named.filter((row) => row.part === part);
  return (
    <Section title={parts.several[part](holders.length)} id={part === 'chair' ? 'ordstyrer' : 'referent'}>
      <p>{parts.help[part]}</p>
      {holders.length === 0 ? <p>{part === 'chair' ? parts.nobodyLeads : parts.none}</p> : (
        <ul className="named nobullet-list">
          {holders.map(({ memberId, name, organisation }) => (
            <li key={memberId} className="named__row">
              <span><strong>{name}</strong>{organisation && <span className="tick__about">{organisation}</span>}</span>
              {open.includes(part) && <ButtonForm action={`/moeder/${slug}/roller/fritagelse`} hidden={{ memberId, part }} variant="tertiary" label={<>{parts.take}<span className="sr-only"> {parts.of(parts.kinds[part], name)}</span></>} />}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** A member is found by name or organisation, then named with a button. */
function Choosing() {
  const { slug, words, found, named, open } = useLoaderData<typeof loader>();
  const t = useT();
  const { parts } = t.meetings;
  const path = `/moeder/${slug}/roller`;
  const answer = useActionData<FormAnswer>();
  const has = (memberId: string, part: MeetingPart) => named.some((row) => row.memberId === memberId && row.part === part);
  return (
    <Section title={parts.name} id="udpeg">
      {open.length < partKinds.length && <p>{parts.over}</p>}
      {answer && <Alert tone="error" role="alert">{answer.refusal ? sayRefusal(t, answer.refusal.code, answer.refusal.data) : Object.values(answer.errors).map((message) => sayError(t, message)).join(' ')}</Alert>}
      <Form method="get" action={useHref()(path)} role="search" className="search-form" key={words}>
        <label className="form-label" htmlFor="navn">{parts.find}</label>
        <span className="form-hint" id="navn-hint">{parts.findHint}</span>
        <div className="search-form__row">
          <input id="navn" name="navn" type="search" className="form-input" defaultValue={words} aria-describedby="navn-hint" />
          <button type="submit" className="button button-primary">{parts.search}</button>
        </div>
      </Form>
      {words ? <p role="status">{parts.found(found.members.length, words)} · <A to={path}>{parts.coming}</A></p> : found.members.length === 0 ? <p>{parts.comingNone}</p> : <h3 className="named__title">{parts.coming}</h3>}
      <ul className="named nobullet-list no-max-width">
        {found.members.map(({ id, name, organisation }) => (
          <li key={id} className="named__row">
            <span><strong>{name}</strong>{organisation && <span className="tick__about">{organisation}</span>}</span>
            <div className="actions">
              {open.map((part) => (has(id, part) ? <span key={part} className="tick__about">{parts.kinds[part]}</span> : (
                <ButtonForm key={part} action={path} hidden={{ memberId: id, part }} label={<>{parts.give[part]}<span className="sr-only">: {name}</span></>} />
              )))}
            </div>
          </li>
        ))}
      </ul>
      {found.more && <p>{parts.most(found.members.length)}</p>}
    </Section>
  );
}
