import { useSearchParams } from '@remix-run/react';
import type { ReactNode } from 'react';
import { useT } from '../shell/contexts';
import { Icon, type IconName } from './icon';

export type AlertTone = 'info' | 'success' | 'warning' | 'error';

const icons: Record<AlertTone, IconName> = { info: 'info', success: 'success', warning: 'warning', error: 'error' };

export function Alert({ tone, title, children, role }: { tone: AlertTone; title?: ReactNode; children?: ReactNode; role?: 'status' | 'alert' }) {
  return (
    <div className={`alert alert-${tone}`} role={role}>
      <Icon name={icons[tone]} className="alert-icon" />
      <div className="alert-body">
        {title && <p className="alert-heading">{title}</p>}
        {children && <div className="alert-text">{children}</div>}
      </div>
    </div>
  );
}

/** The sentence of `?besked=`, after a write. The region is always there, so that a new sentence is read out. */
export function Notice() {
  const t = useT();
  const [search] = useSearchParams();
  const code = search.get('besked') ?? '';
  const sentence = Object.hasOwn(t.notices, code) ? t.notices[code as keyof typeof t.notices] : null;
  return (
    <div role="status" className="notice-region">
      {sentence && <Alert tone="success">{sentence}</Alert>}
    </div>
  );
}
