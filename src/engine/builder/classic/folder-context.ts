import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { failure } from '../../../core/errors';
import { type DockerIgnore, ignoreFileOf, readDockerIgnore } from '../../../core/ignore/dockerignore';
import { t } from '../../../core/localize';
import { readBounded } from '../../../files/bounded-file';
import { fileFailure } from '../../../files/file-failure';
import { nameOnDisk } from '../../../files/on-disk';
import { packContext } from './pack-context';

const ignoreName = '.dockerignore';

/**
 * The folder `context` as the engine's builder wants it, and the Dockerfile's name in it. What `<Dockerfile>.dockerignore`
 * or else `.dockerignore` keeps out is not sent, but for the Dockerfile itself. The builder hides from COPY what the
 * `.dockerignore` in the archive names: a Dockerfile from elsewhere, or one that is ignored, is added to it. A Dockerfile
 * from elsewhere has the same name each time, so that the builder's cache holds. Throws `fileFailed`, `invalidInput` and `limitExceeded`.
 *
 * What `replaces` the file, as an editor holds it, is sent in its place.
 *
 * On Windows a backslash in these files separates folders; the builder, which knows it as an escape, gets slashes.
 */
export async function folderContext(
  context: string,
  file: string,
  dockerfile: string,
  platform: NodeJS.Platform,
  replaces = false,
): Promise<{ readonly archive: Readable; readonly name: string }> {
  const windows = platform === 'win32';
  const written = await textAt(path.join(context, ignoreName));
  const common = written === undefined ? undefined : ignoreFileOf(written, windows);
  const ownWritten = await textAt(`${file}${ignoreName}`);
  const own = ownWritten === undefined ? undefined : ignoreFileOf(ownWritten, windows);
  const ignore = checked(
    readDockerIgnore(own ?? common ?? ''),
    own === undefined ? path.join(context, ignoreName) : `${file}${ignoreName}`,
  );
  const folder = await real(context);
  const relative = path.relative(folder, await real(file));
  const given = windows ? relative.replaceAll('\\', '/') : relative;
  const inside = given !== '' && !given.startsWith('../') && !path.isAbsolute(given);
  const name = inside ? await nameOnDisk(folder, given) : `.dockerfile.${createHash('sha256').update(file).digest('hex').slice(0, 12)}`;
  const extra = inside && !replaces ? [] : [{ name, content: dockerfile }];
  const isHidden = !inside || ignore.isIgnored(name);
  // Podman keeps out by itself what the ignore file in the archive names, and finds none of its own for a Dockerfile from elsewhere.
  const said = inside ? common : (own ?? common);
  if (isHidden && !readDockerIgnore(said ?? '').isIgnored(name)) {
    const added = common === undefined || ignore.isIgnored(ignoreName) ? [name, ignoreName] : [name];
    extra.push({ name: ignoreName, content: [...(said === undefined ? [] : [said]), ...added, ''].join('\n') });
  } else if (common !== undefined && common !== written && !ignore.isIgnored(ignoreName)) extra.push({ name: ignoreName, content: common });
  // The builder looks into it, unless another file stands for it.
  const keep = own === undefined ? [ignoreName, name] : [name];
  return { archive: packContext({ directory: context, ignore, keep, extra, platform }), name };
}

/** Where links lead: a Dockerfile that is one is the file behind it. A folder that is not there is told by who reads it. */
function real(file: string): Promise<string> {
  return realpath(file).catch(() => file);
}

/** The text of a file; undefined where there is none. One that cannot be read is an error: nothing would be kept out. */
async function textAt(file: string): Promise<string | undefined> {
  try {
    return await readBounded(file, 'ignoreFile');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw fileFailure(file, error);
  }
}

/** Builders refuse a malformed pattern; passed over it would send what it was to keep out. */
function checked(ignore: DockerIgnore, file: string): DockerIgnore {
  const [problem] = ignore.problems;
  if (problem === undefined) return ignore;
  throw failure('invalidInput', {
    field: path.basename(file),
    value: problem.pattern,
    reason: t(
      'Line {0} of {1} is not a valid pattern. A [ needs a ], a backslash needs a character after it, and a ! needs a pattern.',
      problem.line,
      file,
    ),
  });
}
