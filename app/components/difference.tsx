import type { Piece } from '~/server/difference';
import { useT } from '../shell/contexts';

/** Two wordings laid over each other: what is new is marked, what is gone is struck through; both are said to whoever listens. */
export function Difference({ pieces }: { pieces: Piece[] }) {
  const { added, removed, end } = useT().common.difference;
  return (
    <p className="difference">
      {pieces.map(({ text, change }, index) => {
        if (change === 'same') return text;
        const Mark = change === 'added' ? 'ins' : 'del';
        return <Mark key={index}><span className="sr-only"> {change === 'added' ? added : removed} </span>{text}<span className="sr-only"> {end} </span></Mark>;
      })}
    </p>
  );
}

/** A value that became another. */
export function Changed({ from, to }: { from: string; to: string }) {
  return <Difference pieces={[{ text: from, change: 'removed' }, { text: ' ', change: 'same' }, { text: to, change: 'added' }]} />;
}
