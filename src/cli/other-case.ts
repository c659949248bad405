import { readdirSync } from 'node:fs';
import path from 'node:path';
import { nameAmong } from '../core/name-key';
import type { LintConfiguration } from '../dockerfile/configuration';
import type { ContextSource } from '../dockerfile/context-sources';
import type { Finding } from '../dockerfile/finding';
import { sourcesToFind } from '../dockerfile/missing-source';
import type { Dockerfile } from '../dockerfile/model';

/**
 * COPY and ADD of what is on disk in other case alone: Windows and macOS find it, and builds on Linux fail. The folder that is
 * given to the builder is not known: it counts as one of the Dockerfile's folder and those above it up to the working folder.
 * Folders are listed, each once, so that the same is told on file systems that tell case and on those that do not.
 */
export class OtherCase {
  private readonly lists = new Map<string, readonly string[]>();

  constructor(private readonly workingFolder: string) {}

  find(dockerfile: string, file: Dockerfile, configuration: LintConfiguration): readonly Finding[] {
    const { sources, finding } = sourcesToFind(file, configuration);
    if (sources.length === 0) return [];
    const folders = this.foldersOf(path.resolve(this.workingFolder, path.dirname(dockerfile)));
    return sources.flatMap((source) => {
      const found = source.path === '' ? undefined : this.foundIn(folders, source);
      return found === undefined ? [] : (finding(source, found) ?? []);
    });
  }

  private foldersOf(folder: string): readonly string[] {
    const folders = [folder];
    const inner = path.relative(this.workingFolder, folder);
    if (path.isAbsolute(inner) || /^\.\.(?:[\\/]|$)/.test(inner)) return folders;
    for (let last = folder; last !== this.workingFolder && last !== path.dirname(last); folders.push(last)) last = path.dirname(last);
    return folders;
  }

  /** The path itself where one of the folders has it, else one that differs from it in case. */
  private foundIn(folders: readonly string[], { path: wanted, entry }: ContextSource): string | undefined {
    let other: string | undefined;
    for (const folder of folders) {
      const found = this.pathIn(folder, wanted.split('/'));
      if (found === undefined || (entry !== undefined && !this.names(path.join(folder, found)).some((name) => entry(name)))) continue;
      if (found === wanted) return found;
      other ??= found;
    }
    return other;
  }

  private pathIn(folder: string, parts: readonly string[]): string | undefined {
    const found: string[] = [];
    for (const part of parts) {
      const name = nameAmong(this.names(path.join(folder, ...found)), part);
      if (name === undefined) return undefined;
      found.push(name);
    }
    return found.join('/');
  }

  /** What cannot be listed has nothing to tell. */
  private names(folder: string): readonly string[] {
    const known = this.lists.get(folder) ?? namesIn(folder);
    this.lists.set(folder, known);
    return known;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
