import type { App } from '../app';
import { tryParseReference } from '../core/reference';
import type { ImageSummary } from '../engine/engine';

/** What a registry said of a tag. */
export interface TagAnswer {
  readonly digest: string;
  /** Milliseconds since 1970. */
  readonly checked: number;
}

const stateKey = 'images.updates';
const most = 500;

/** What registries have said, by the reference as the engine lists it; kept for this workspace. */
export function tagAnswers(app: Pick<App, 'state'>): ReadonlyMap<string, TagAnswer> {
  const value = app.state.get(stateKey);
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(Object.entries(value).filter((entry): entry is [string, TagAnswer] => isAnswer(entry[1])));
}

function isAnswer(value: unknown): value is TagAnswer {
  if (typeof value !== 'object' || value === null || !('digest' in value) || !('checked' in value)) return false;
  return typeof value.digest === 'string' && typeof value.checked === 'number';
}

/** Keeps an answer; of many the newest. */
export async function keepTagAnswer(app: Pick<App, 'state'>, reference: string, answer: TagAnswer): Promise<void> {
  const answers = [...tagAnswers(app)].filter(([name]) => name !== reference).slice(1 - most);
  await app.state.set(stateKey, Object.fromEntries([...answers, [reference, answer]]));
}

/** Digests that an image has in the repository of a reference; none for one that was neither pulled nor pushed. */
export function digestsOf({ digests }: Pick<ImageSummary, 'digests'>, reference: string): readonly string[] {
  const own = tryParseReference(reference);
  return digests.flatMap((name) => {
    const parsed = tryParseReference(name);
    return own && parsed?.digest !== undefined && parsed.domain === own.domain && parsed.path === own.path ? [parsed.digest] : [];
  });
}

/** True when the registry has something else under this tag than what the engine has. */
export function isNewer(image: Pick<ImageSummary, 'digests'>, reference: string, answer: TagAnswer | undefined): boolean {
  const digests = digestsOf(image, reference);
  return answer !== undefined && digests.length > 0 && !digests.includes(answer.digest);
}
