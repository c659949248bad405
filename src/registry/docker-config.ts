import { randomUUID } from 'node:crypto';
import { mkdir, open, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failure, SlipwayError } from '../core/errors';
import { patiently } from '../core/patience';
import { readBounded } from '../files/bounded-file';

/** One entry of `auths`. `auth` is base64 of `user:password`. */
export interface AuthEntry {
  readonly auth?: string;
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
}

/** What Slipway reads of docker's `config.json`; all other keys are kept as they are. */
export interface DockerConfig {
  readonly auths: Readonly<Record<string, AuthEntry>>;
  readonly credHelpers: Readonly<Record<string, string>>;
  readonly credsStore: string;
  /** The whole file. */
  readonly whole: Readonly<Record<string, unknown>>;
}

/** The path of docker's config file: `$DOCKER_CONFIG/config.json` or `~/.docker/config.json`. */
export function dockerConfigFile(environment: Readonly<Record<string, string | undefined>>, home: string): string {
  const folder = environment['DOCKER_CONFIG'] ?? '';
  return join(folder === '' ? join(home, '.docker') : folder, 'config.json');
}

/** Reads the file; a missing file is an empty one. Throws `fileFailed` and `limitExceeded`, never with its content. */
export async function readDockerConfig(file: string): Promise<DockerConfig> {
  let text: string;
  try {
    text = await readBounded(file, 'dockerConfiguration');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return parseDockerConfig('{}', file);
    throw error instanceof SlipwayError ? error : fileFailed(file, error);
  }
  return parseDockerConfig(text, file);
}

/** Reads the file's JSON, or that of `DOCKER_AUTH_CONFIG`; `source` is named in the error. */
export function parseDockerConfig(text: string, source: string): DockerConfig {
  let whole: unknown;
  try {
    whole = JSON.parse(text.replace(/^\ufeff/, '') || '{}');
  } catch {
    // The parser's message quotes the text, which may hold a password.
    throw failure('fileFailed', { file: source, code: 'EJSON', detail: 'not JSON' });
  }
  if (!isRecord(whole)) throw failure('fileFailed', { file: source, code: 'EJSON', detail: 'not a JSON object' });
  const { auths, credHelpers, credsStore } = whole;
  return {
    auths: isRecord(auths)
      ? (Object.fromEntries(Object.entries(auths).filter(([, entry]) => isRecord(entry))) as DockerConfig['auths'])
      : {},
    credHelpers: isRecord(credHelpers)
      ? (Object.fromEntries(Object.entries(credHelpers).filter(([, name]) => typeof name === 'string')) as DockerConfig['credHelpers'])
      : {},
    credsStore: typeof credsStore === 'string' ? credsStore : '',
    whole,
  };
}

/**
 * Writes the file as docker does: tabs, a temporary file of mode 0600 in the same folder, then renamed over the file
 * that a symbolic link leads to.
 */
export async function writeDockerConfig(file: string, whole: Readonly<Record<string, unknown>>): Promise<void> {
  let temporary: string | undefined;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const target = await realpath(file).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return file;
      throw error;
    });
    temporary = `${target}.${randomUUID()}.tmp`;
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(JSON.stringify(whole, undefined, '\t'));
      await handle.sync();
    } finally {
      await handle.close();
    }
    const moved = temporary;
    await patiently(() => rename(moved, target));
  } catch (error) {
    if (temporary !== undefined) await rm(temporary, { force: true });
    throw fileFailed(file, error);
  }
}

function fileFailed(file: string, error: unknown): SlipwayError {
  const { code = 'EIO' } = error as NodeJS.ErrnoException;
  return failure('fileFailed', { file, code, detail: code });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
