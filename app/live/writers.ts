import { useEffect, useState } from 'react';
import { useViewer } from '../shell/viewer';
import { hearWriters, type WriterMark } from './connection';

/** Who else writes where in a meeting's minutes: what the page came with, then as it is told; each mark goes when it is no longer true. */
export function useWriters(meetingId: string, given: WriterMark[]): WriterMark[] {
  const { actor } = useViewer();
  const [marks, setMarks] = useState(given);
  useEffect(() => setMarks(given), [given]);
  useEffect(() => hearWriters(`meeting:${meetingId}`, setMarks), [meetingId]);
  useEffect(() => {
    if (marks.length === 0) return;
    const passed = soonest(marks);
    const timer = setTimeout(() => setMarks((now) => now.map((mark) => ({ ...mark, still: mark.still - passed })).filter(({ still }) => still > 0)), passed);
    return () => clearTimeout(timer);
  }, [marks]);
  return marks.filter(({ memberId }) => memberId !== actor?.id);
}

const soonest = (marks: WriterMark[]): number => Math.min(...marks.map(({ still }) => still));
