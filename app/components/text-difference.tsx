import type { Piece } from '~/server/text-merge';
import { useT } from '../shell/contexts';

/** What was put in and taken out, word by word: underlined and struck through, and said to those who cannot see that. */
export function TextDifference({ pieces }: { pieces: Piece[] }) {
  const words = useT().minutes.reading;
  if (!pieces.some(({ kind }) => kind !== 'same')) return <p className="difference__none">{words.unchanged}</p>;
  return (
    <div className="difference">
      {pieces.map(({ kind, text }, index) => {
        if (kind === 'same') return <span key={index}>{text}</span>;
        const Mark = kind === 'added' ? 'ins' : 'del';
        return (
          <Mark key={index}>
            <span className="sr-only"> [{kind === 'added' ? words.ins : words.del} </span>
            {text}
            <span className="sr-only"> {kind === 'added' ? words.endIns : words.endDel}] </span>
          </Mark>
        );
      })}
    </div>
  );
}
