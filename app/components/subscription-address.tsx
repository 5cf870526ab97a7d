import { useT } from '../shell/contexts';

/** A calendar to subscribe to: a link for programs that know webcal, and the address to copy for the others. */
export function CalendarAddress({ label, url }: { label: string; url: string }) {
  const t = useT().subscriptions;
  return (
    <div className="calendar-address">
      <p><strong>{label}</strong> · <a href={url.replace(/^https?:/, 'webcal:')}>{t.subscribe}<span className="sr-only">: {label}</span></a></p>
      <p className="calendar-address__url"><span className="sr-only">{t.address(label)}</span><code>{url}</code></p>
    </div>
  );
}
