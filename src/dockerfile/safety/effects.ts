import type { KnownBase } from './known-bases';

/** Where a command runs, as far as the file tells. */
export interface Whereabouts {
  readonly base: KnownBase;
  /** The folder in which the RUN begins, and with which the next one does. */
  readonly workdir: string | undefined;
  /** The folder in which the command runs. */
  readonly cwd: string | undefined;
  readonly isRoot: boolean;
  /** Whether nothing has changed PATH, so that programs lie in folders of that name only. */
  readonly isUsualPath: boolean;
}

/** What a known command leaves behind for the shell of the next RUN. */
export interface Effects {
  /** Names that may mean other programs from now on; `any`: it is not known which. */
  readonly programs: readonly string[] | 'any';
}

/** Nothing but files that only who uses them minds. */
export const nothing: Effects = { programs: [] };
