import { failure, SlipwayError } from '../core/errors';

/** Reading or writing a file failed: `fileFailed` with Node's code; an error that is told already stays what it is. */
export function fileFailure(file: string, error: unknown): SlipwayError {
  if (error instanceof SlipwayError) return error;
  const code = codeOf(error) ?? 'EIO';
  return failure('fileFailed', { file, code, detail: error instanceof Error ? error.message : String(error) }, error);
}

/** Whether there is no such file, or none any more. */
export function isGone(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
