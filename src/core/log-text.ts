import { SlipwayError } from './errors';
import { withoutSecrets } from './secrets';
import { oneLine, plainLines } from './untrusted';

/** A docker command line as a line of the log; {@link ./docker-line} has left out what is secret. */
export function commandText(line: string): string {
  return `$ ${oneLine(line, 4000)}`;
}

/** Anything else that is worth telling, as a line of the log, without what looks like a secret. */
export function informationText(message: string): string {
  return oneLine(withoutSecrets(message), 4000);
}

/** What went wrong and why, without what looks like a secret. Only the stack of an error takes more than one line. */
export function errorText(message: string, cause?: unknown): string {
  return `${oneLine(withoutSecrets(message), 1000)} ${detailOf(cause)}`.trimEnd();
}

function detailOf(cause: unknown): string {
  if (cause instanceof SlipwayError) return oneLine(withoutSecrets(cause.message), 2000);
  // The second and further lines are set in: nothing in a message can look like a line of the log.
  if (cause instanceof Error) return plainLines(withoutSecrets(cause.stack ?? cause.message)).replaceAll('\n', '\n    ');
  return cause === undefined ? '' : oneLine(withoutSecrets(JSON.stringify(cause)), 2000);
}
