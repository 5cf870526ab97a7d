import type { SubjectView, ThreadSummary } from '~/server/domain/threads/queries';
import { useT } from '../shell/contexts';
import { A, useLanguage } from '../shell/links';
import { ExampleTag, When } from './page';
import { subjectPath, threadPath } from './thread-paths';

/** Threads with what they are about and when something was last written. */
export function ThreadList({ threads, withSubject = true }: { threads: ThreadSummary[]; withSubject?: boolean }) {
  const t = useT();
  return (
    <ul className="link-list nobullet-list no-max-width">
      {threads.map((thread) => (
        <li key={thread.id}>
          <A to={threadPath(thread.id)} className="link-list__link">{thread.title}</A> {thread.isExample && <ExampleTag />}
          <span className="link-list__meta">
            {thread.postCount > 0 ? t.threads.postCount(thread.postCount) : t.threads.noPosts}
            {thread.lastPostAt && <> · {t.threads.lastPost} <When at={thread.lastPostAt} form="instant" /></>}
          </span>
          {withSubject && thread.subject && <span className="link-list__text"><SubjectLink subject={thread.subject} thread={thread.title} /></span>}
        </li>
      ))}
    </ul>
  );
}

/** What a thread is about, as a link to it; `thread` is the thread's own title. */
export function SubjectLink({ subject, thread }: { subject: SubjectView; thread: string }) {
  const { threads } = useT();
  const language = useLanguage();
  const title = subject.kind === 'initiative' ? `${subject.number} ${language === 'en' ? subject.titleEn : subject.titleDa}` : subject.title;
  // An item and a proposal give their thread its title: once is enough.
  if (subject.kind === 'agenda_item' && title === thread) return <><A to={subjectPath(subject)}>{threads.agendaItemAbout}<span className="sr-only">: {title}</span></A> {threads.onMeeting(subject.meeting)}</>;
  if (subject.kind === 'proposal' && title === thread) return <A to={subjectPath(subject)}>{threads.proposalAbout}<span className="sr-only">: {title}</span></A>;
  return <>{threads.subjectKinds[subject.kind]} <A to={subjectPath(subject)}>{title}</A>{subject.kind === 'agenda_item' && <> {threads.onMeeting(subject.meeting)}</>}</>;
}
