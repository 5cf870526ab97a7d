type Attachment = { proposalId: string; attachmentId: string; mediaType: string; bytes: number };

declare module '~/server/write' {
  /** Stream `proposal:<id>`, once the proposal is submitted: a draft has no events. */
  interface EventMap {
    'attachment.added': Attachment & { sha256: string };
    /** The bytes are deleted soon after; that there was a file stays on the record. */
    'attachment.removed': Attachment;
  }
}

export {};
