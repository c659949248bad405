import type { ContextEntry } from '../../core/build/context-listing';
import type { IgnoreProposal } from '../../core/build/context-listing-page';
import { readDockerIgnore } from '../../core/ignore/dockerignore';
import { proposalRules, reasonOf } from './ignore-proposal-rules';

/** Entries after which other work may go on. */
const atOnce = 2_000;

/**
 * What an ignore file for a folder may hold: what is there and usually is not for a build, but nothing that COPY or ADD
 * name. In time linear in the entries.
 */
export async function proposals(
  entries: readonly ContextEntry[],
  isNamed: (path: string) => boolean,
  pause: () => Promise<unknown>,
): Promise<readonly IgnoreProposal[]> {
  const here = entries.flatMap(({ path }) => (path.includes('/') ? [] : [path]));
  const rules = proposalRules.filter(({ beside }) => beside === undefined || here.some((name) => beside.test(name)));
  // One file of all patterns: the first that keeps a path out has its size.
  const lines = rules.flatMap((rule) => rule.patterns.map((pattern) => ({ rule, pattern })));
  const ignore = readDockerIgnore(lines.map(({ pattern }) => pattern).join('\n'));
  const found = new Map(rules.map((rule) => [rule, { files: 0, bytes: 0, is: false, named: false, lines: new Set<string>() }]));
  for (const [index, { path, kind, bytes }] of entries.entries()) {
    if (index % atOnce === atOnce - 1) await pause();
    const { ignored, line } = ignore.decision(path);
    const by = line === undefined ? undefined : lines[line - 1];
    const sum = by && found.get(by.rule);
    if (!sum) continue;
    sum.lines.add(by.pattern);
    if (!ignored) continue;
    sum.is = true;
    sum.named ||= isNamed(path);
    if (kind === 'folder') continue;
    sum.files++;
    sum.bytes += bytes;
  }
  return rules.flatMap((rule): IgnoreProposal[] => {
    const sum = found.get(rule);
    if (!sum?.is || sum.named) return [];
    const patterns = rule.patterns.filter((pattern) => sum.lines.has(pattern));
    return [{ patterns, reason: reasonOf(rule.why), files: sum.files, bytes: sum.bytes, ticked: true }];
  });
}
