import { useEffect, useState } from 'react';
import { useT } from '../shell/contexts';
import { Icon } from './page';

const MINUTE = 60_000;
const digits = (milliseconds: number) => `${Math.floor(milliseconds / MINUTE)}:${String(Math.floor((milliseconds % MINUTE) / 1000)).padStart(2, '0')}`;

/** Milliseconds since the page was given its figures; null until the script runs, and while the clock stands still. */
function useElapsed(used: number, still: boolean): number | null {
  const [elapsed, setElapsed] = useState<number | null>(null);
  useEffect(() => {
    const began = Date.now();
    setElapsed(0);
    if (still) return;
    const timer = setInterval(() => setElapsed(Math.max(0, Date.now() - began)), 1_000);
    return () => clearInterval(timer);
  }, [used, still]);
  return elapsed;
}

/** How much of its time an item has used. The words say all; the clock and the bar are for the eye. `used`: milliseconds when the page was made. */
export function ItemClock({ used, planned, paused }: { used: number; planned: number | null; paused: boolean }) {
  const words = useT().floor.clock;
  const elapsed = useElapsed(used, paused);
  const total = used + (elapsed ?? 0);
  const left = planned === null ? null : planned * MINUTE - total;
  const over = left !== null && left <= 0;
  return (
    <div className={over ? 'item-clock item-clock--over' : 'item-clock'} role="timer" aria-label={words.label}>
      {elapsed !== null && <span className="item-clock__digits" aria-hidden="true">{digits(total)}</span>}
      <span className="item-clock__words">
        <span>{words.used(Math.floor(total / MINUTE), planned)}</span>
        {left !== null && over && <strong className="item-clock__over"><Icon name="warning" size="small" /> {words.over(Math.floor(-left / MINUTE))}</strong>}
        {left !== null && !over && <span>{left <= MINUTE ? words.lastMinute : words.left(Math.ceil(left / MINUTE))}</span>}
        {paused && <span>{words.paused}</span>}
      </span>
      {planned !== null && (
        <svg className="item-clock__bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
          <rect width={Math.min(100, (100 * total) / (planned * MINUTE))} height="1" />
        </svg>
      )}
    </div>
  );
}
