import { useLanguage } from '../shell/links';

/** Chooses the text of the page's language of a thing that has both. */
export function useBi(): <T extends string | null>(da: T, en: T) => T {
  const language = useLanguage();
  return (da, en) => (language === 'en' ? en : da);
}

/** Words of a Danish source, as printed there. */
export function Printed({ children, quoted = false }: { children: string; quoted?: boolean }) {
  const danish = useLanguage() === 'da';
  return <span lang={danish ? undefined : 'da'}>{quoted ? (danish ? `»${children}«` : `“${children}”`) : children}</span>;
}
