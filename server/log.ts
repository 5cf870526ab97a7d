import pino, { type Logger } from 'pino';

export type Log = Logger;

/** Structured lines on standard output. Fields that could carry secrets are cut before they are written. */
export function makeLog(level: string): Log {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['password', '*.password', 'token', '*.token', 'cookie', '*.cookie', 'email', '*.email'], censor: '[cut]' },
  });
}
