import type { Language } from '~/db/schema/states';

const months = {
  da: ['januar', 'februar', 'marts', 'april', 'maj', 'juni', 'juli', 'august', 'september', 'oktober', 'november', 'december'],
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
};
const weekdays = {
  da: ['søndag', 'mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};
// Only the numbers come from Intl: its words differ between the ICU of a server and that of a browser.
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Copenhagen', year: 'numeric', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

function parts(instant: Date) {
  const found = Object.fromEntries(clock.formatToParts(instant).map((part) => [part.type, part.value]));
  return { year: Number(found.year), month: Number(found.month), day: Number(found.day), hour: found.hour ?? '', minute: found.minute ?? '' };
}

function words(language: Language, year: number, month: number, day: number, withWeekday: boolean): string {
  const name = months[language][month - 1];
  const weekday = withWeekday ? weekdays[language][new Date(Date.UTC(year, month - 1, day)).getUTCDay()] : undefined;
  if (language === 'da') return `${weekday ? `${weekday} den ` : ''}${day}. ${name} ${year}`;
  return `${weekday ? `${weekday} ` : ''}${day} ${name} ${year}`;
}

/** `onsdag den 22. august 2018` from `2018-08-22`. */
export function formatDay(language: Language, day: string, withWeekday = true): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return words(language, year, month, date, withWeekday);
}

/** `10.00` in Danish, `10:00` in English, in Europe/Copenhagen. */
export function formatTime(language: Language, instant: Date): string {
  const { hour, minute } = parts(instant);
  return language === 'da' ? `${hour}.${minute}` : `${hour}:${minute}`;
}

/** `onsdag den 22. august 2018 kl. 10.00`. */
export function formatInstant(language: Language, instant: Date, withWeekday = true): string {
  const { year, month, day } = parts(instant);
  return `${words(language, year, month, day, withWeekday)}${language === 'da' ? ' kl. ' : ' at '}${formatTime(language, instant)}`;
}

/** `22. august 2018`, the Danish day of an instant. */
export function formatDate(language: Language, instant: Date): string {
  const { year, month, day } = parts(instant);
  return words(language, year, month, day, false);
}

/** `kl. 10.00–12.00`. */
export function formatSpan(language: Language, from: Date, to: Date): string {
  return `${language === 'da' ? 'kl. ' : ''}${formatTime(language, from)}–${formatTime(language, to)}`;
}
