import { createWriteStream } from 'node:fs';
import { chmod, link, lstat, mkdir, readdir, rename, rm, symlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, type Header } from 'tar-stream';
import type { BuildOutput } from '../../../core/build/build-request';
import { failure } from '../../../core/errors';
import { t } from '../../../core/localize';
import { fileFailure } from '../../../files/file-failure';
import { notePart, type PartHost, removeLeftParts } from '../../../files/left-parts';

/** What takes the files of a build: it writes them beside their place, and puts them there when the build is done. */
export interface OutputReceiver {
  receive(bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** The build is done: what came is put in its place. */
  finish(): Promise<void>;
  /** Takes away what was written, unless it was put in its place. */
  discard(): Promise<void>;
}

/** What a build that was killed in the middle has left goes with the next one. Throws `fileFailed`. */
export async function outputReceiver(output: BuildOutput, host: PartHost): Promise<OutputReceiver> {
  await removeLeftParts([output.kind === 'archive' ? path.dirname(output.file) : output.folder], host);
  return output.kind === 'archive' ? archiveReceiver(output.file, host) : folderReceiver(output.folder, host);
}

async function archiveReceiver(file: string, host: PartHost): Promise<OutputReceiver> {
  const { file: part, forget } = await notePart(path.dirname(file), path.basename(file), host);
  let came = false;
  return {
    async receive(bytes) {
      came = true;
      await pipeline(Readable.from(bytes), createWriteStream(part, { flags: 'wx' })).catch((error: unknown) =>
        Promise.reject(fileFailure(file, error)),
      );
    },
    async finish() {
      if (!came) throw nothingCame();
      await rename(part, file).catch((error: unknown) => Promise.reject(fileFailure(file, error)));
      await forget();
    },
    async discard() {
      await rm(part, { force: true });
      await forget();
    },
  };
}

async function folderReceiver(folder: string, host: PartHost): Promise<OutputReceiver> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => Promise.reject(fileFailure(folder, error)));
  // On the same disk, so that everything is moved and nothing copied.
  const { file: part, forget } = await notePart(folder, 'output', host);
  const discard = async (): Promise<void> => {
    await rm(part, { recursive: true, force: true });
    await forget();
  };
  await mkdir(part, { mode: 0o700 }).catch((error: unknown) => forget().then(() => Promise.reject(fileFailure(folder, error))));
  let came = false;
  return {
    async receive(bytes) {
      came = true;
      await unpack(bytes, part);
    },
    async finish() {
      if (!came) throw nothingCame();
      await moveInto(part, folder);
      await discard();
    },
    discard,
  };
}

function nothingCame(): Error {
  return failure('engineFailed', { operation: 'build', status: 200, detail: t('The builder ended without files.') });
}

/** Folders get their modes at the end, when nothing is written into them any more. */
async function unpack(bytes: AsyncIterable<Uint8Array>, target: string): Promise<void> {
  const archive = extract();
  const folders: { readonly file: string; readonly header: Header }[] = [];
  const reading = pipeline(Readable.from(bytes), archive);
  const writing = (async () => {
    for await (const entry of archive as AsyncIterable<Readable & { readonly header: Header }>) {
      const { header } = entry;
      const file = inside(target, header.name);
      if (file !== undefined) await write(entry, header, file, target, folders);
      entry.resume();
    }
  })();
  await Promise.all([reading, writing]).catch((error: unknown) => Promise.reject(fileFailure(target, error)));
  for (const { file, header } of folders.reverse()) await settle(file, header);
}

/** Undefined for the folder itself, and for what would lie outside. */
function inside(target: string, name: string): string | undefined {
  const file = path.join(target, name);
  const relative = path.relative(target, file);
  return relative === '' || path.isAbsolute(relative) || /^\.\.(?:[\\/]|$)/.test(relative) ? undefined : path.join(target, relative);
}

async function write(
  entry: Readable,
  header: Header,
  file: string,
  target: string,
  folders: { readonly file: string; readonly header: Header }[],
): Promise<void> {
  await checkFolders(path.dirname(file), target);
  if (header.type === 'directory') {
    await mkdir(file, { recursive: true });
    folders.push({ file, header });
  } else if (header.type === 'symlink') await symlink(header.linkname, file);
  else if (header.type === 'file') {
    await pipeline(entry, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    await settle(file, header);
  } else if (header.type === 'link') {
    const first = inside(target, header.linkname);
    if (first !== undefined) await link(first, file);
  }
  // Devices and pipes are nothing that a person wants in a folder.
}

/** No link of the archive leads what comes after it out of the folder. */
async function checkFolders(folder: string, target: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let each = folder; each.length > target.length; each = path.dirname(each)) {
    if ((await lstat(each)).isSymbolicLink())
      throw failure('fileFailed', { file: each, code: 'ELOOP', detail: t('A folder of the output is a link.') });
  }
}

async function settle(file: string, { mode, mtime }: Header): Promise<void> {
  await chmod(file, mode & 0o777);
  await utimes(file, mtime, mtime);
}

/** What is there already stays, but for what has the same name. */
async function moveInto(from: string, into: string): Promise<void> {
  for (const name of await readdir(from)) {
    const source = path.join(from, name);
    const target = path.join(into, name);
    try {
      const [mine, theirs] = await Promise.all([lstat(source), lstat(target).catch(() => undefined)]);
      if (mine.isDirectory() && theirs?.isDirectory()) await moveInto(source, target);
      else {
        if (theirs) await rm(target, { recursive: true });
        await rename(source, target);
      }
    } catch (error) {
      throw fileFailure(target, error);
    }
  }
}
