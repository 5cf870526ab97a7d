import type { agendaOfMeeting, waitingProposals } from '~/server/domain/agenda/queries';
import type { notFollowedUp } from '~/server/domain/follow-up/queries';
import type { templateChoices } from '~/server/domain/templates/queries';
import { formatDay } from '~/server/i18n/format';
import { readTitle, storedTitles } from '~/server/i18n/stored-titles';
import { useT } from '../shell/contexts';
import { A, useLanguage } from '../shell/links';
import { Differences, ItemTitle } from './agenda-item-parts';
import { ButtonForm, PostForm, SelectField, SubmitButton } from './form';
import { Alert, ButtonLink, LinkList, Section, When } from './page';

type Agenda = Awaited<ReturnType<typeof agendaOfMeeting>>;

/** How long it all takes, and whether, by how much and from where on it is too long. */
export function Sum({ agenda: { items, overrun, overFrom }, endsAt }: { agenda: Agenda; endsAt: Date | null }) {
  const t = useT();
  const words = t.agenda.build;
  const from = items.find(({ id }) => id === overFrom);
  return (
    <div className="stack">
      <p className="builder__sum">{words.sum(items.reduce((sum, item) => sum + (item.minutes ?? 0), 0))}{endsAt && <> · {words.meetingEnds} {t.agenda.at} <When at={endsAt} form="time" /></>}</p>
      {items.some((item) => item.minutes === null && item.state !== 'closed') && <p>{words.unknown}</p>}
      {overrun > 0 && <Alert tone="warning" title={words.overrun(overrun)}><p>{words.overrunText}{from && <> {words.overrunFrom(from.position, readTitle(from.title, t.agenda.titles))}</>}</p></Alert>}
    </div>
  );
}

/** One press: what most agendas have. */
export function QuickAdds({ items, path }: { items: Agenda['items']; path: string }) {
  const words = useT().agenda.build;
  const quick = (title: string, kind: string, minutes: number, label: string) => <ButtonForm action={`${path}/rediger`} hidden={{ title, kind, minutes }} label={label} preventScrollReset />;
  return (
    <div className="actions">
      {quick(storedTitles.break, 'break', 15, words.addBreak)}
      {!items.some(({ kind }) => kind === 'any_other_business') && quick(storedTitles.anyOtherBusiness, 'any_other_business', 10, words.addAnyOtherBusiness)}
    </div>
  );
}

/** What readers have, what they do not have yet, and the button that gives it to them. */
export function Publishing({ agenda: { items, newest, changes, can }, draft, path }: { agenda: Agenda; draft: boolean; path: string }) {
  const words = useT().agenda.build;
  return (
    <div className="stack">
      {!newest && <p>{words.notPublished}</p>}
      {newest && changes?.length === 0 && <p>{words.published(newest.number)}</p>}
      {newest && changes && changes.length > 0 && <Alert tone="info" title={words.changed(newest.number)}><Differences changes={changes} /></Alert>}
      {draft && <p>{words.publishFirst}</p>}
      {!draft && !newest && !can.publish && <p>{words.publishNeedsItems}</p>}
      {can.publish && <p>{newest ? words.publishAgainHelp : words.publishHelp}</p>}
      <div className="actions">
        {can.publish && <ButtonForm action={`${path}/offentliggoerelse`} variant="primary" label={newest ? words.publishAgain(newest.number + 1) : words.publish} />}
        {items.length > 0 && <ButtonLink to={`${path}/forhaandsvisning`}>{words.preview}</ButtonLink>}
      </div>
    </div>
  );
}

/** Proposals to be decided on: those in time by one press, all of them with a reason on their own page. */
export function Waiting({ waiting, path }: { waiting: Awaited<ReturnType<typeof waitingProposals>>; path: string }) {
  const words = useT().agenda.build;
  if (waiting.length === 0) return <p>{words.noneWaiting}</p>;
  return (
    <>
      <p>{words.waitingText}</p>
      <ul className="source-list nobullet-list no-max-width">
        {waiting.map(({ id, title, late, version, from }) => (
          <li key={id} className="source-list__item">
            <div>
              <A to={`/forslag/${id}`}>{title}</A>
              {(late || from) && <p className="source-list__meta">{[late && words.late, from && words.fromMeeting(from)].filter(Boolean).join(' · ')}</p>}
            </div>
            <div className="actions">
              {!late && <ButtonForm action={`${path}/forslag/${id}`} hidden={{ decision: 'accept', version }} preventScrollReset label={<><span aria-hidden="true">{words.accept}</span><span className="sr-only">{words.acceptLong(title)}</span></>} />}
              <A className="button button-tertiary" to={`/forslag/${id}/afgoerelse`}><span aria-hidden="true">{words.decide}</span><span className="sr-only">{words.decideLong(title)}</span></A>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Open actions that are not on this agenda, and what waits for a meeting to come back to. */
export function FollowUpSources({ found: { actions, items }, path }: { found: Awaited<ReturnType<typeof notFollowedUp>>; path: string }) {
  const t = useT();
  const words = t.agenda.build;
  const language = useLanguage();
  return (
    <Section title={words.followUp} id="opfoelgning">
      <p>{actions.length === 0 ? words.noFollowUp : words.followUpText}</p>
      {actions.length > 0 && (
        <ul className="source-list nobullet-list no-max-width">
          {actions.map((action) => (
            <li key={action.id} className="source-list__item">
              <div>
                <A to={`/moeder/${action.slug}/referat#opfoelgning-${action.id}`}>{action.text}</A>
                <p className="source-list__meta">{[action.responsible, words.due(formatDay(language, action.dueOn, false)), action.meetingTitle].filter(Boolean).join(' · ')}</p>
              </div>
              <ButtonForm action={`${path}/opfoelgninger/${action.id}`} preventScrollReset label={<><span aria-hidden="true">{words.accept}</span><span className="sr-only">{words.acceptLong(action.text)}</span></>} />
            </li>
          ))}
        </ul>
      )}
      {items.length > 0 && (
        <>
          <h3>{words.postponed}</h3>
          <p>{words.postponedText}</p>
          <LinkList items={items.map((item) => ({ key: item.id, to: `/moeder/${item.slug}/dagsorden#punkt-${item.id}`, label: <ItemTitle title={item.title} />, meta: [item.outcome && t.agenda.outcomes[item.outcome], item.meeting].filter(Boolean).join(' · ') }))} />
        </>
      )}
    </Section>
  );
}

/** Begin with what an earlier meeting had. */
export function Template({ choices, path }: { choices: Awaited<ReturnType<typeof templateChoices>>; path: string }) {
  const words = useT().agenda.build;
  const language = useLanguage();
  return (
    <details className="details fold" id="skabelon">
      <summary className="details-summary">{words.template}</summary>
      <p>{words.templateText}</p>
      <PostForm action={`${path}/skabelon`} preventScrollReset>
        <SelectField name="from" label={words.templateFrom} options={choices.map(({ id, title, day }) => ({ value: id, label: `${title}, ${formatDay(language, day, false)}` }))} />
        <SubmitButton variant="secondary">{words.templateButton}</SubmitButton>
      </PostForm>
    </details>
  );
}
