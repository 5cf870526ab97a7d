import { useT } from '../shell/contexts';
import { useHref } from '../shell/links';
import { formats, type Format } from './alternates';

/** A document as files to take along. `path` is the address of its page; `title` tells the links apart for those who hear them. */
export function FileLinks({ path, title, which = ['pdf', 'json', 'xml'], what }: { path: string; title: string; which?: Format[]; what: string }) {
  const { open } = useT();
  const href = useHref();
  const [address, query = ''] = path.split('?');
  return (
    <p className="files">
      <span className="files__what">{what}:</span>{' '}
      {which.map((format) => <a key={format} href={href(`${address}.${format}${query && `?${query}`}`)} type={formats[format]}>{open[format]}<span className="sr-only">: {title}</span></a>)}
    </p>
  );
}

/** Where to follow a list in a feed reader. */
export function FeedLink({ name }: { name: 'moeder' | 'referater' | 'debat' }) {
  const { open } = useT();
  const href = useHref();
  return <p className="files"><a href={href(`/feeds/${name}.atom`)} type="application/atom+xml">{open.feed}</a></p>;
}
