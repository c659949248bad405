import { t } from '../../core/localize';
import { stageEnvironments } from '../facts/environment';
import { expanded } from '../facts/variables';
import type { Instruction } from '../instruction';
import type { Fix, RuleContext } from '../rule';
import { withoutTrailingSlashes } from '../../core/trailing';

/** A `--mount` flag of RUN. */
export interface Mount {
  /** `bind` where nothing is said. */
  readonly type: string;
  /** Without a slash at its end; `undefined` where it is missing. */
  readonly target: string | undefined;
}

/** The mounts of a RUN; https://docs.docker.com/reference/dockerfile/#run---mount */
export function mountsOf(run: Instruction): Mount[] {
  return run.flags.filter(({ name }) => name.toLowerCase() === 'mount').map(({ flagValue }) => readMount(flagValue ?? ''));
}

function readMount(text: string): Mount {
  let type = 'bind';
  let target: string | undefined;
  for (const field of text.replace(/^["']|["']$/g, '').split(',')) {
    const equals = field.indexOf('=');
    const key = field.slice(0, equals).trim().toLowerCase();
    const value = field.slice(equals + 1).trim();
    if (key === 'type') type = value.toLowerCase();
    else if (key === 'target' || key === 'dst' || key === 'destination') target = withoutSlash(value);
  }
  return { type, target };
}

/** Whether a cache or tmpfs is mounted on one of the folders or above it, so that nothing of it stays in the image. */
export function keepsOut(run: Instruction, context: RuleContext, ...folders: readonly string[]): boolean {
  return keepingTargets(run, context).some((target) => folders.some((folder) => covers(target, folder)));
}

/** Where a cache or tmpfs is mounted; variables have the values that ARG and ENV set. */
export function keepingTargets(run: Instruction, { file, configuration }: RuleContext): string[] {
  return mountsOf(run).flatMap(({ type, target }) => {
    if ((type !== 'cache' && type !== 'tmpfs') || target === undefined) return [];
    if (!target.includes('$')) return [target];
    const environments = stageEnvironments(file, configuration.baseImages);
    const value = expanded(target, file.escape, (name) => environments.variable(name, run)?.value, 'fail');
    return value === undefined ? [] : [withoutSlash(value)];
  });
}

/** Whether the folder is the target or lies below it. */
export function covers(target: string, folder: string): boolean {
  return target === '/' || folder === target || folder.startsWith(`${target}/`);
}

function withoutSlash(path: string): string {
  return withoutTrailingSlashes(path);
}

/**
 * Mounts a cache on each of the folders that has none yet.
 *
 * @param locked whether the program that uses them stands no second one at the same time
 */
export function cacheMountFix(run: Instruction, folders: readonly string[], locked = false): Fix[] {
  const mounted = new Set(mountsOf(run).map(({ target }) => target));
  const missing = folders.filter((folder) => !mounted.has(folder));
  if (missing.length === 0) return [];
  const sharing = locked ? ',sharing=locked' : '';
  const text = missing.map((folder) => ` --mount=type=cache,target=${folder}${sharing}`).join('');
  const at = run.flags.at(-1)?.range.end ?? run.keywordRange.end;
  return [
    {
      kind: 'suggested',
      title: t('Keep {0} in a cache mount', missing.join(', ')),
      edits: [{ range: { start: at, end: at }, text }],
    },
  ];
}
