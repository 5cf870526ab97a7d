import type { ReactNode } from 'react';

type RowProps = { late?: boolean; title: ReactNode; when: ReactNode; tags?: ReactNode; why?: ReactNode; step?: ReactNode };

/** One thing that waits: what it is, since or until when, and the one step to take. */
export function DeskRow({ late = false, title, when, tags, why, step }: RowProps) {
  return (
    <li className={`desk__row${late ? ' desk__row--late' : ''}`}>
      <div className="desk__words">
        <h3 className="desk__title">{title}</h3>
        <p className="desk__when">{when}</p>
        {tags && <div className="tags">{tags}</div>}
        {why && <p className="desk__why">{why}</p>}
      </div>
      {step && <div className="desk__step">{step}</div>}
    </li>
  );
}

export const DeskList = ({ children }: { children: ReactNode }) => <ul className="desk nobullet-list no-max-width">{children}</ul>;
