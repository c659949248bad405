import { randomBytes } from 'node:crypto';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { failure, SlipwayError } from '../core/errors';
import { t } from '../core/localize';

/**
 * Writes a file that stands under its name only when it is whole: beside it as `<file>.<random>.part`, renamed at the
 * end. A failure of `chunks` or of `check` (called when all is written) is thrown as it is, a failure of the disk as
 * `fileFailed`; either way the part is gone and what stood under the name before is untouched. Gives the bytes written.
 */
export async function writeWhole(file: string, chunks: AsyncIterable<Uint8Array>, check: () => void = () => undefined): Promise<number> {
  const target = await onDisk(file, () => targetOf(file));
  const part = `${target}.${randomBytes(6).toString('hex')}.part`;
  const handle = await onDisk(file, () => open(part, 'wx'));
  try {
    let bytes = 0;
    try {
      for await (const chunk of chunks) {
        await onDisk(file, () => handle.writeFile(chunk));
        bytes += chunk.length;
      }
      check();
      await onDisk(file, () => handle.datasync());
    } finally {
      await handle.close();
    }
    await onDisk(file, () => rename(part, target));
    return bytes;
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** The file behind a symbolic link, so that the link stays one. Refuses devices, pipes and directories. */
async function targetOf(file: string): Promise<string> {
  const found = await stat(file).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!found) return file;
  if (found.isDirectory()) throw failure('fileFailed', { file, code: 'EISDIR', detail: t('It is a folder.') });
  if (!found.isFile()) throw failure('fileFailed', { file, code: 'EINVAL', detail: t('It is not an ordinary file.') });
  return realpath(file);
}

async function onDisk<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SlipwayError) throw error;
    const code = codeOf(error);
    const said = error instanceof Error ? error.message : String(error);
    const detail = code === 'ENOSPC' ? t('the disk is full. Free some space, or choose another folder.') : said;
    throw failure('fileFailed', { file, code, detail }, error);
  }
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'EIO';
}
