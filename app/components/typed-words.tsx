import { useT } from '../shell/contexts';

/** Fields of which a word of the page was chosen. */
const chosen = new Set(['kind', 'answer', 'direction', 'outcome', 'way', 'part', 'choice', 'decision']);

/** Fields that a person wrote in: no keys, versions, chosen words or ids. */
const written = (name: string, value: string) => !name.startsWith('_') && !chosen.has(name) && value.length > 2 && !/^[\d-]*$|^[\da-f]{8}-[\da-f-]{27}$/i.test(value) && !value.startsWith('/');

/** The words of a form that was refused where the form itself is not shown: nobody has to write them twice. */
export function TypedWords({ values }: { values: Record<string, string | string[]> }) {
  const t = useT();
  const words = Object.entries(values).flatMap(([name, value]) => [value].flat().filter((one) => written(name, one)).map((one) => ({ name, one })));
  if (words.length === 0) return null;
  return (
    <section aria-labelledby="typed-words">
      <h2 id="typed-words">{t.common.typedWords}</h2>
      <p>{t.common.typedWordsText}</p>
      {words.map(({ name, one }, index) => <textarea key={`${name}-${index}`} className="form-input" readOnly rows={Math.min(12, one.split('\n').length + 1)} aria-label={`${t.common.typedWords} (${index + 1})`} value={one} />)}
    </section>
  );
}
