import { acceptedFiles, endingOf, type AttachedFrom } from '~/server/domain/attachments/schema';
import type { Attachments, AttachmentView } from '~/server/domain/attachments/queries';
import { fileLimits } from '~/server/limits';
import { useT } from '../shell/contexts';
import { AttachFiles, Outcome, type FilesOutcome } from './attach-files';
import { When } from './content';
import { Section } from './header';
import { Icon } from './icon';
import { ButtonForm } from './submit';

type Props = { attachments: Attachments; from: AttachedFrom; answer?: FilesOutcome | undefined };

/** What belongs to a proposal as files, and for its author the way to add and remove some. Nothing where there is neither. */
export function AttachmentsSection({ attachments, from, answer }: Props) {
  const t = useT().attachments;
  const { proposalId, files, can } = attachments;
  if (files.length === 0 && !can.attach) return null;
  const own = files.filter((file) => !file.inherited).length;
  return (
    <Section title={t.title} id="bilag" className="attachments">
      {answer ? <Outcome outcome={answer} /> : null}
      {files.length > 0 ? (
        <ul className="attachments__list nobullet-list no-max-width">
          {files.map((file) => (
            <li key={file.id} className="attachments__file">
              <FileLink file={file} />
              {can.attach && !file.inherited ? <Remove file={file} proposalId={proposalId} from={from} /> : null}
            </li>
          ))}
        </ul>
      ) : <p>{t.none}</p>}
      {can.attach && own < fileLimits.each ? <AttachFiles action={`/forslag/${proposalId}/bilag`} from={from} accept={acceptedFiles} room={fileLimits.each - own} /> : null}
      {can.attach && own >= fileLimits.each ? <p>{t.full(fileLimits.each)}</p> : null}
    </Section>
  );
}

function FileLink({ file }: { file: AttachmentView }) {
  const t = useT();
  return (
    <div className="attachments__what">
      <a href={`/bilag/${file.id}/${encodeURIComponent(file.name)}`} className="attachments__link"><Icon name="document" /><span>{file.name}</span></a>
      <span className="attachments__meta">
        {endingOf(file.mediaType)}, {t.attachments.size(file.bytes)} · {file.inherited ? t.attachments.inherited : t.attachments.added} <When at={file.addedAt} form="date" />
      </span>
    </div>
  );
}

function Remove({ file, proposalId, from }: { file: AttachmentView; proposalId: string; from: AttachedFrom }) {
  const t = useT().attachments;
  return <ButtonForm action={`/forslag/${proposalId}/bilag/${file.id}/fjernelse`} label={<>{t.remove}<span className="sr-only"> {file.name}</span></>} variant="tertiary" hidden={{ from }} preventScrollReset />;
}
