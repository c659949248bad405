import { contextSources } from '../../dockerfile/context-sources';
import type { Dockerfile } from '../../dockerfile/model';

/** What a Dockerfile takes out of its context. */
export interface UsedSources {
  /** Whether COPY or ADD name a path, or a folder above it. */
  readonly isUsed: (path: string) => boolean;
  /** Whether they name a path itself, or something in it; the whole context is no name. */
  readonly isNamed: (path: string) => boolean;
  /** Some instruction takes what is known only while it is built. */
  readonly unsure: boolean;
}

/** Reads the sources of COPY and ADD; those of a file that is not there name nothing. */
export function usedSources(file: Dockerfile | undefined): UsedSources {
  const sources = file ? contextSources(file) : [];
  const whole = sources.some(({ path, entry }) => path === '' && entry === undefined);
  const plain = new Set(sources.flatMap(({ path, entry }) => (entry === undefined ? [path] : [])));
  const entries = sources.flatMap(({ path, entry }) => (entry === undefined ? [] : [{ folder: path, entry }]));
  const folders = new Set(sources.flatMap(({ path }) => ['', ...above(path), path]));
  const isEntry = (path: string): boolean =>
    entries.some(({ folder, entry }) => {
      if (folder !== '' && !path.startsWith(`${folder}/`)) return false;
      return entry(path.slice(folder === '' ? 0 : folder.length + 1).split('/', 1)[0] ?? '');
    });
  return {
    isUsed: (path) => whole || [...above(path), path].some((folder) => plain.has(folder)) || isEntry(path),
    isNamed: (path) => path !== '' && (folders.has(path) || plain.has(path) || isEntry(path)),
    unsure: file?.instructions.some(isUnsure) ?? false,
  };
}

/** The folders above a path. */
function above(path: string): readonly string[] {
  const names = path.split('/');
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'));
}

function isUnsure(instruction: Dockerfile['instructions'][number]): boolean {
  // A mount without a type is one of the context, too.
  if (instruction.name === 'RUN')
    return instruction.flags.some(
      ({ name, flagValue = '' }) => name === 'mount' && (flagValue.includes('type=bind') || !flagValue.includes('type=')),
    );
  if (instruction.name !== 'COPY' && instruction.name !== 'ADD') return false;
  const { sources, from } = instruction.copy;
  return from === undefined && sources.some(({ value }) => /[$\\`]/.test(value));
}
