import { useRef, useState, type ReactNode } from 'react';
import { DraftNotice, DraftStatus } from '~/app/components/draft-notice';
import { PostForm } from '~/app/components/form';
import { one } from '~/app/components/form-context';
import { ProposalSimilar } from '~/app/components/proposal-similar';
import { useServerDraft, type Kept } from '~/app/live/server-draft';
import { useHref } from '~/app/shell/links';
import type { FormAnswer } from '~/app/transport.server';
import type { Words } from '~/server/domain/drafts/schema';
import type { Similar } from '~/server/domain/similar/queries';
import { ProposalFields, type InitiativeOption, type ProposalDefaults } from './proposal-fields';

type Props = {
  /** Where its draft is kept, and the page it stands on. */
  place: string; back: string; kept: Kept | null;
  answer: FormAnswer | undefined; defaults?: ProposalDefaults; initiatives: InitiativeOption[];
  /** What is like it, where that was asked for; the proposal itself is left out. Without it nothing is looked for. */
  similar?: { found: Similar[] | null; without: string | null } | undefined;
  /** What stands above the fields; it is given the version that the words of the draft were written from. */
  before?: (draftVersion: number | null) => ReactNode;
  buttons: ReactNode;
};

/** The form of a proposal, with its draft put back into it. Made anew for each place (`key`). */
export function ProposalForm({ place, back, kept: given, answer, defaults, initiatives, similar, before, buttons }: Props) {
  const href = useHref();
  const area = useRef<HTMLDivElement>(null);
  // What the fields began with; the page's data may be fetched again while someone writes.
  const [kept] = useState(given);
  const keeping = useServerDraft(place, area, kept);
  const words = kept?.words ?? null;
  return (
    <>
      {answer ? null : <DraftNotice place={place} back={back} kept={kept} keeping={keeping} />}
      <div ref={area}>
        <PostForm answer={answer}>
          {/* Enter in a field presses the first button of a form: it is to be this one, whatever stands before the others. */}
          <input type="submit" name="intent" value="submit" className="sr-only" tabIndex={-1} aria-hidden="true" />
          <input type="hidden" name="_place" value={place} />
          <input type="hidden" name="_back" value={href(back)} />
          {before?.(words?.version ? Number(one(words.version)) || null : null)}
          <ProposalFields defaults={words ? fromDraft(words) : defaults} initiatives={initiatives}>
            {similar ? <ProposalSimilar found={similar.found} without={similar.without} /> : null}
          </ProposalFields>
          <DraftStatus keeping={keeping} />
          <div className="actions">{buttons}</div>
        </PostForm>
      </div>
    </>
  );
}

/** Nothing chosen is a choice, too. */
function fromDraft(words: Words): ProposalDefaults {
  const text = (name: string) => one(words[name]) ?? '';
  return { title: text('title'), reason: text('reason'), kind: text('kind') || 'discussion', minutesWanted: text('minutesWanted'), initiativeIds: [words.initiativeIds ?? []].flat() };
}
