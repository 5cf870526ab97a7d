import type { notices as da } from '../da/notices';

export const notices: typeof da = {
  saved: 'Saved.',
};
