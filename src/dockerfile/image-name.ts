import type { Range } from './text';
import type { InstructionWord } from './words';

/** The parts of the image that a FROM or `COPY --from` names, as written; nothing is checked or replaced. */
export interface ImageName {
  /** Everything before tag and digest. */
  readonly repository: string;
  readonly repositoryRange: Range;
  /** The registry's host, where the first part of the repository is one (it holds `.` or `:` or is `localhost`). */
  readonly registry: string | undefined;
  readonly tag: string | undefined;
  readonly tagRange: Range | undefined;
  /** With its algorithm: `sha256:…`. */
  readonly digest: string | undefined;
  /** Whether a `$` stands in it, so that the real name is known only to the build. */
  readonly hasVariable: boolean;
}

/** The offset behind a `${…}` that begins at `at`, so that a `:` inside is no tag. */
function skipVariable(text: string, at: number): number {
  if (text[at] !== '$' || text[at + 1] !== '{') return at + 1;
  const close = text.indexOf('}', at);
  return close === -1 ? text.length : close + 1;
}

/** Splits an image name; `word` must stand in one piece in the file, as names do. */
export function readImageName(word: Pick<InstructionWord, 'text' | 'range'>): ImageName {
  const { text, range } = word;
  let colon = -1;
  let at = -1;
  for (let index = 0; index < text.length; index = skipVariable(text, index)) {
    const character = text[index];
    if (character === '@') {
      at = index;
      break;
    }
    if (character === '/') colon = -1;
    else if (character === ':') colon = index;
  }
  const nameEnd = at === -1 ? text.length : at;
  const repositoryEnd = colon === -1 ? nameEnd : colon;
  const repository = text.slice(0, repositoryEnd);
  const first = repository.includes('/') ? repository.slice(0, repository.indexOf('/')) : undefined;
  return {
    repository,
    repositoryRange: { start: range.start, end: range.start + repositoryEnd },
    registry: first !== undefined && (/[.:]/.test(first) || first === 'localhost') ? first : undefined,
    tag: colon === -1 ? undefined : text.slice(colon + 1, nameEnd),
    tagRange: colon === -1 ? undefined : { start: range.start + colon + 1, end: range.start + nameEnd },
    digest: at === -1 ? undefined : text.slice(at + 1),
    hasVariable: text.includes('$'),
  };
}
