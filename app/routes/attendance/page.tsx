import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { AttendanceList } from '~/app/components/attendance-list';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useLiveReload } from '~/app/live/reload';
import { pageNumber } from '~/app/page-number';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { keepAttendance } from '~/server/domain/attendance/commands';
import { attendanceDesk, attendanceOf } from '~/server/domain/attendance/queries';
import { keepSchema } from '~/server/domain/attendance/schema';
import { getMeeting } from '~/server/domain/meetings/queries';
import { seqOf } from '~/server/history';
import { catalogueOf } from '~/server/i18n';
import { limits } from '~/server/limits';
import { Desk } from './desk';

export const loader = page(async ({ ctx, params, url, language }) => {
  const { id, slug, title, state } = await getMeeting(ctx, params.slug ?? '');
  const seq = await seqOf(ctx, `meeting:${id}`);
  const attendance = await attendanceOf(ctx, id);
  const words = (url.searchParams.get('navn') ?? '').replaceAll('\0', '').trim().slice(0, limits.search);
  const at = pageNumber(url);
  return {
    meeting: { id, slug, title, state }, seq, attendance, words, at,
    desk: attendance.can.keep ? await attendanceDesk(ctx, id, { page: at, words }) : null,
    heading: `${catalogueOf(language).attendance.title}: ${title}`,
  };
});

export const action = submit(keepSchema, async ({ ctx, input, key, language, params, url }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  await keepAttendance(ctx, meeting.id, input.ticks, key);
  const more = new URLSearchParams([...url.searchParams].filter(([name]) => name === 'navn' || name === 'side'));
  return onward(language, `/moeder/${meeting.slug}/fremmoede${more.size > 0 ? `?${more}` : ''}`, 'attendance_kept');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export type AttendancePage = Awaited<ReturnType<typeof loader>>;

export default function AttendancePage() {
  const { meeting, seq, attendance, desk, words, at } = useLoaderData<typeof loader>();
  const t = useT();
  const answer = useActionData<typeof action>();
  useLiveReload(`meeting:${meeting.id}`, seq);
  return (
    <>
      <PageHeader title={t.attendance.title} lead={t.attendance.lead} crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: `/moeder/${meeting.slug}`, label: meeting.title }, { label: t.attendance.title }]} />
      {desk && <Desk slug={meeting.slug} desk={desk} words={words} at={at} answer={answer} />}
      <section className="section" aria-labelledby="alle">
        <h2 id="alle">{desk ? t.attendance.seenByAll : t.attendance.who}</h2>
        <AttendanceList attendance={attendance} />
      </section>
    </>
  );
}
