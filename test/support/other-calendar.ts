import { spawnSync } from 'node:child_process';
import { installByApt } from './packages';

// A reader of calendar files that shares no line with ours or with ical.js: the icalendar of Python.
const pythons = [process.env.PYTHON_PATH ?? '', '/usr/bin/python3', 'python3'].filter((name) => name !== '');
const canRead = (python: string): boolean => spawnSync(python, ['-c', 'import icalendar'], { stdio: 'ignore' }).status === 0;

/** A Python that has icalendar: found, else installed. Fails loudly where neither can be had. */
export function ensureOtherReader(): string {
  const found = pythons.find(canRead) ?? (installByApt('python3', 'python3-icalendar') ? pythons.find(canRead) : undefined);
  if (!found) throw new Error('The calendar tests read every file with a second program and could neither find nor install it. Install it (Debian: apt-get install python3-icalendar, elsewhere: pip install icalendar, with PYTHON_PATH set to that Python), and run npm test again.');
  return found;
}

const script = `
import json, sys, datetime, icalendar
def said(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%S.000Z')
    return value.isoformat()
answer = []
for text in json.load(sys.stdin):
    calendar = icalendar.Calendar.from_ical(text)
    answer.append([{
        'uid': str(event['UID']), 'sequence': int(event['SEQUENCE']), 'summary': str(event['SUMMARY']), 'description': str(event['DESCRIPTION']),
        'location': str(event['LOCATION']) if 'LOCATION' in event else None, 'url': str(event['URL']),
        'start': said(event['DTSTART'].dt), 'end': said(event['DTEND'].dt) if 'DTEND' in event else None, 'stamp': said(event['DTSTAMP'].dt),
        'organizer': str(event['ORGANIZER']), 'attendees': [str(one) for one in ([event['ATTENDEE']] if not isinstance(event.get('ATTENDEE'), list) else event['ATTENDEE'])] if 'ATTENDEE' in event else [],
        'method': str(calendar['METHOD']),
    } for event in calendar.walk('VEVENT')])
json.dump(answer, sys.stdout)
`;

export type ReadEvent = { uid: string; sequence: number; summary: string; description: string; location: string | null; url: string; start: string; end: string | null; stamp: string; organizer: string; attendees: string[]; method: string };

/** What the other reader finds in each file: its events, instants in UTC. Throws on a file that it refuses. */
export function readByOther(files: string[]): ReadEvent[][] {
  const run = spawnSync(ensureOtherReader(), ['-c', script], { input: JSON.stringify(files), encoding: 'utf8', env: { ...process.env, PYTHONIOENCODING: 'utf-8' } });
  if (run.status !== 0) throw new Error(`the other reader refuses: ${run.stderr}`);
  return JSON.parse(run.stdout) as ReadEvent[][];
}
