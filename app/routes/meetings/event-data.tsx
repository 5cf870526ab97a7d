import { useHref } from '~/app/shell/links';
import { useViewer } from '~/app/shell/viewer';
import type { MeetingState } from '~/db/schema/states';

type Facts = { title: string; purpose: string; slug: string; state: MeetingState; startsAt: Date | string | null; endsAt: Date | string | null; place: string | null; online: boolean };

/** The meeting as schema.org Event, for search engines. The link of the online meeting stays among members. */
export function EventData({ meeting }: { meeting: Facts }) {
  const { origin } = useViewer();
  const href = useHref();
  if (meeting.state === 'draft' || !meeting.startsAt || !meeting.endsAt) return null;
  const address = `${origin}${href(`/moeder/${meeting.slug}`)}`;
  const locations = [...(meeting.place ? [{ '@type': 'Place', name: meeting.place, address: meeting.place }] : []), ...(meeting.online ? [{ '@type': 'VirtualLocation', url: address }] : [])];
  const event = {
    '@context': 'https://schema.org', '@type': 'Event', name: meeting.title, description: meeting.purpose, url: address,
    startDate: new Date(meeting.startsAt).toISOString(), endDate: new Date(meeting.endsAt).toISOString(),
    eventStatus: `https://schema.org/${meeting.state === 'cancelled' ? 'EventCancelled' : 'EventScheduled'}`,
    eventAttendanceMode: `https://schema.org/${meeting.place && meeting.online ? 'Mixed' : meeting.online ? 'Online' : 'Offline'}EventAttendanceMode`,
    location: locations, isAccessibleForFree: true,
  };
  // `<` as an escape: no title can end the element.
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: JSON.stringify(event).replaceAll('<', '\\u003c') }} />;
}
