import type { SerializeFrom } from '@remix-run/node';
import { Form } from '@remix-run/react';
import { TickRow } from '~/app/components/attendance-ticks';
import { Hidden, PostForm, SelectField, SubmitButton, TextField } from '~/app/components/form';
import { Pager, Section } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { A, useHref } from '~/app/shell/links';
import type { FormAnswer } from '~/app/transport.server';
import { organisationKinds } from '~/db/schema/states';
import type { attendanceDesk } from '~/server/domain/attendance/queries';
import { limits } from '~/server/limits';

type Shown = SerializeFrom<Awaited<ReturnType<typeof attendanceDesk>>>;
type DeskProps = { slug: string; desk: Shown; words: string; at: number; answer: FormAnswer | undefined };

/** Where those who keep the list tick who has come, find others, and count guests. */
export function Desk({ slug, desk, words, at, answer }: DeskProps) {
  const t = useT();
  const { title, lead, until, found, nobody, all, save } = t.attendance.desk;
  const path = `/moeder/${slug}/fremmoede`;
  const query = words ? `navn=${encodeURIComponent(words)}` : '';
  const here = `${path}${query || at > 1 ? `?${[query, at > 1 ? `side=${at}` : ''].filter(Boolean).join('&')}` : ''}`;
  return (
    <>
      <Section title={title} id="bord">
        <p>{lead} {until}</p>
        <Find path={path} words={words} />
        {words && <p role="status">{found(desk.total, words)} · <A to={path}>{all}</A></p>}
        {desk.rows.length === 0 ? (!words && <p>{nobody}</p>) : (
          <PostForm action={here} answer={answer} className="ticks">
            {desk.rows.map((row) => <TickRow key={`${row.memberId} ${row.way}`} row={{ ...row, said: said(row) }} ways={desk.ways} />)}
            <div className="ticks__save"><SubmitButton>{save}</SubmitButton></div>
          </PostForm>
        )}
        <Pager page={at} pages={desk.pages} make={(n) => `${path}?${[query, `side=${n}`].filter(Boolean).join('&')}`} />
      </Section>
      <Guests path={path} guests={desk.guests} />
    </>
  );

  function said({ answer: given, waiting }: Shown['rows'][number]): string {
    const { answers, waiting: inLine, unregistered } = t.attendance.desk;
    return waiting ? inLine : given ? answers[given] : unregistered;
  }
}

function Find({ path, words }: { path: string; words: string }) {
  const { find, findHint, search } = useT().attendance.desk;
  return (
    <Form method="get" action={useHref()(path)} role="search" className="search-form" key={words}>
      <label className="form-label" htmlFor="navn">{find}</label>
      <span className="form-hint" id="navn-hint">{findHint}</span>
      <div className="search-form__row">
        <input id="navn" name="navn" type="search" className="form-input" defaultValue={words} aria-describedby="navn-hint" />
        <button type="submit" className="button button-secondary">{search}</button>
      </div>
    </Form>
  );
}

/** Those without an account, by organisation: each figure can be corrected, and one more organisation counted. */
function Guests({ path, guests }: { path: string; guests: Shown['guests'] }) {
  const { attendance: t, common } = useT();
  const words = t.guests;
  const action = `${path}/gaester`;
  return (
    <Section title={words.title} id="gaester">
      <p>{words.lead}</p>
      {guests.length > 0 && (
        <ul className="guests nobullet-list no-max-width">
          {guests.map((guest) => (
            <li key={`${guest.id} ${guest.count}`} className="guests__row">
              <span><strong>{guest.organisation}</strong> <span className="tick__about">{t.kinds[guest.kind]}</span></span>
              <PostForm action={action} className="guests__form">
                <Hidden name="organisation" value={guest.organisation} /><Hidden name="kind" value={guest.kind} /><Hidden name="was" value={guest.count} />
                <TextField name="count" type="number" min={0} max={500} label={words.countOf(guest.organisation)} defaultValue={guest.count} />
                <SubmitButton variant="secondary"><span aria-hidden="true">{words.correct}</span><span className="sr-only">{words.correctLong(guest.organisation)}</span></SubmitButton>
              </PostForm>
            </li>
          ))}
        </ul>
      )}
      <PostForm action={action}>
        <TextField name="organisation" label={words.organisation} hint={words.organisationHint} maxLength={limits.organisation} />
        <SelectField name="kind" label={words.kind} options={organisationKinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))} placeholder={common.chooseOption} />
        <TextField name="count" type="number" min={1} max={500} label={words.count} defaultValue={1} />
        <Hidden name="was" value={0} />
        <SubmitButton variant="secondary">{words.add}</SubmitButton>
      </PostForm>
    </Section>
  );
}
