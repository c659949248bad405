import { chmod, mkdir, mkdtemp, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failure, SlipwayError } from '../../core/errors';
import { t } from '../../core/localize';
import { patiently } from '../../core/patience';
import { oneLine } from '../../core/untrusted';
import { writeWhole } from '../../files/atomic-file';
import { readBounded } from '../../files/bounded-file';
import { fileFailure, isGone } from '../../files/file-failure';
import { readTlsFiles, type TlsFiles } from '../connection/tls-files';
import { type JsonObject, object, parseJson, text } from '../json/json';
import { configurationDirectory, contextHash } from './docker-contexts';
import type { HostEnvironment } from './host-environment';

/** What a docker context says of an engine. */
export interface ContextContent {
  /** As {@link contextAddress} gives it. */
  readonly address: string;
  readonly description?: string;
  /** Paths of PEM files, and whether the engine's certificate is checked; present when the connection is secured. */
  readonly tls?: ContextTls;
}

/** How a context's connection is secured. */
export interface ContextTls extends TlsFiles {
  readonly verify: boolean;
}

/** What is wrong with the name of a context, as docker sees it; `restrictedNamePattern` of docker's cli/context/store. */
export function contextNameProblem(name: string): string | undefined {
  if (name === 'default') return t('“default” is the name of docker’s own context.');
  return /^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$/.test(name)
    ? undefined
    : t('A name has at least two letters, digits, “_”, “.”, “+” and “-”, and begins with a letter or digit.');
}

/**
 * Docker's own store of contexts, as `docker context` keeps it
 * (https://github.com/docker/cli/tree/master/cli/context/store): `contexts/meta/<sha256 of the name>/meta.json`, and beside it
 * `contexts/tls/<sha256>/docker/{ca,cert,key}.pem`, which only the user can read. What is changed is changed whole or not at all.
 */
export class ContextStore {
  private readonly contexts: string;

  constructor(private readonly environment: HostEnvironment) {
    this.contexts = join(configurationDirectory(environment), 'contexts');
  }

  /** Whether there is a context of this name. */
  async has(name: string): Promise<boolean> {
    return (await this.environment.readFile(this.metaFile(name))) !== undefined;
  }

  /** What a context says. Throws `notFound`; `invalidInput` for one that holds no engine of docker. */
  async read(name: string): Promise<ContextContent> {
    const meta = await this.meta(name);
    const endpoint = object(object(meta.Endpoints).docker);
    const address = text(endpoint.Host);
    const description = text(object(meta.Metadata).Description);
    const folder = this.tlsFolder(name);
    const found = await namesIn(folder);
    const file = (key: string, pem: string) => (found.includes(pem) ? { [key]: join(folder, pem) } : {});
    const files = { ...file('ca', 'ca.pem'), ...file('certificate', 'cert.pem'), ...file('key', 'key.pem') };
    const verify = endpoint.SkipTLSVerify !== true;
    return {
      address,
      ...(description !== '' && { description }),
      ...((Object.keys(files).length > 0 || !verify) && { tls: { ...files, verify } }),
    };
  }

  /** Keeps a new context. Throws `invalidInput` for a bad name or certificate, `conflict` when there is one, `fileFailed`. */
  async create(name: string, content: ContextContent): Promise<void> {
    requireName(name);
    if (await this.has(name)) throw taken(name);
    await this.write(name, { Name: name, Metadata: {}, Endpoints: {} }, content);
  }

  /** Changes a context; what else docker or other programs keep in it stays. Throws `notFound`, `invalidInput`, `fileFailed`. */
  async update(name: string, content: ContextContent): Promise<void> {
    await this.write(name, await this.meta(name), content);
  }

  /** Removes a context with its certificates. Throws `notFound`, `fileFailed`. */
  async remove(name: string): Promise<void> {
    await this.meta(name);
    await this.changing(async (folder, undo) => {
      await moveAside(dirname(this.metaFile(name)), join(folder, 'meta'), undo);
      await moveAside(dirname(this.tlsFolder(name)), join(folder, 'tls'), undo);
    });
  }

  /** Writes a context with its keys into a tar archive that `docker context import` reads. Throws `notFound`, `fileFailed`. */
  async export(name: string, file: string): Promise<void> {
    await this.meta(name);
    const { packContext } = await import('./export-context');
    const archive = await packContext(this.metaFile(name), dirname(this.tlsFolder(name)));
    await writeWhole(file, async (sink) => {
      sink.end(archive);
      await new Promise<void>((resolve, reject) => sink.once('error', reject).once('finish', resolve));
    });
  }

  private async write(name: string, before: JsonObject, content: ContextContent): Promise<void> {
    const files = await readTls(content.tls);
    const meta = json(changedMeta(before, content));
    await this.changing(async (folder, undo) => {
      const target = this.tlsFolder(name);
      await moveAside(target, join(folder, 'old'), undo);
      if (files.size > 0) {
        const made = join(folder, 'new');
        await mkdir(made, { mode: 0o700 });
        for (const [pem, bytes] of files) await writeFile(join(made, pem), bytes, { mode: 0o600, flag: 'wx' });
        await makeFolder(dirname(target), 0o700, undo);
        await patiently(() => rename(made, target));
        undo.push(() => rm(target, { recursive: true, force: true }));
      }
      const file = this.metaFile(name);
      await makeFolder(dirname(file), 0o755, undo);
      const isNew = !(await this.has(name));
      await writeWhole(file, async (sink) => {
        sink.end(meta);
        await new Promise<void>((resolve, reject) => sink.once('error', reject).once('finish', resolve));
      });
      // As docker makes it; disks without modes are let be.
      if (isNew) await chmod(file, 0o644).catch(() => undefined);
    });
    // A folder without keys is none for docker.
    if (files.size === 0) await rmdir(dirname(this.tlsFolder(name))).catch(() => undefined);
  }

  /** Does what changes the store, with a folder for what is on its way; a failure takes back what was done. */
  private async changing(work: (folder: string, undo: (() => Promise<void>)[]) => Promise<void>): Promise<void> {
    const undo: (() => Promise<void>)[] = [];
    let folder: string | undefined;
    try {
      await mkdir(dirname(this.contexts), { recursive: true, mode: 0o700 });
      await makeFolder(this.contexts, 0o755, undo);
      folder = await mkdtemp(join(this.contexts, '.slipway-'));
      await work(folder, undo);
      await rm(folder, { recursive: true, force: true });
    } catch (error) {
      for (const back of undo.reverse()) await back();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
      throw error instanceof SlipwayError ? error : fileFailure(this.contexts, error);
    }
  }

  private async meta(name: string): Promise<JsonObject> {
    const file = this.metaFile(name);
    const source = await readBounded(file, 'dockerConfiguration').catch((error: unknown) => {
      throw isGone(error) ? failure('notFound', { what: 'context', name: oneLine(name) }, error) : fileFailure(file, error);
    });
    const meta = object(parseJson(source));
    if (text(object(object(meta.Endpoints).docker).Host) === '')
      throw failure('invalidInput', { field: 'context', value: oneLine(name), reason: t('This context has no address of an engine.') });
    return meta;
  }

  private metaFile(name: string): string {
    return join(this.contexts, 'meta', contextHash(name), 'meta.json');
  }

  private tlsFolder(name: string): string {
    return join(this.contexts, 'tls', contextHash(name), 'docker');
  }
}

function requireName(name: string): void {
  const reason = contextNameProblem(name);
  if (reason !== undefined) throw failure('invalidInput', { field: 'name', value: oneLine(name), reason });
}

function taken(name: string): Error {
  return failure('conflict', { name, usedBy: [], detail: t('There is a docker context of this name.') });
}

function changedMeta(meta: JsonObject, { address, description = '', tls }: ContextContent): JsonObject {
  const metadata = Object.fromEntries(Object.entries(object(meta.Metadata)).filter(([key]) => key !== 'Description'));
  const endpoints = object(meta.Endpoints);
  return {
    ...meta,
    Metadata: { ...(description !== '' && { Description: description }), ...metadata },
    Endpoints: { ...endpoints, docker: { ...object(endpoints.docker), Host: address, SkipTLSVerify: tls?.verify === false } },
  };
}

/** JSON as Go writes it, so that the file is the one that docker would have written. */
function json(value: JsonObject): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The files by their names in the store, checked. */
async function readTls(tls: ContextTls | undefined): Promise<ReadonlyMap<string, Buffer>> {
  const { ca, certificate, key } = await readTlsFiles(tls ?? {});
  const files = [
    ['ca.pem', ca],
    ['cert.pem', certificate],
    ['key.pem', key],
  ] as const;
  return new Map(files.flatMap(([pem, bytes]) => (bytes ? [[pem, bytes] as const] : [])));
}

/** Moves what is there away, and back if something fails later. */
async function moveAside(path: string, aside: string, undo: (() => Promise<void>)[]): Promise<void> {
  try {
    await patiently(() => rename(path, aside));
  } catch (error) {
    if (isGone(error)) return;
    throw error;
  }
  undo.push(() => patiently(() => rename(aside, path)));
}

async function makeFolder(path: string, mode: number, undo: (() => Promise<void>)[]): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode });
  // Only while nobody else has put something there.
  if (first !== undefined) undo.push(() => removeEmpty(path, first));
}

async function removeEmpty(path: string, first: string): Promise<void> {
  for (let folder = path; folder.startsWith(first); folder = dirname(folder)) await rmdir(folder).catch(() => undefined);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
