/**
 * The endings of a filter as a dialog for files needs them. VS Code's own dialog compares only what stands behind the last
 * dot, with its case, and appends the first ending of all where nothing fits: `x.tar.gz` would become `x.tar.gz.tar`.
 */
export function dialogEndings(endings: readonly string[]): string[] {
  const last = endings.map((ending) => ending.slice(ending.lastIndexOf('.') + 1));
  const all = [...endings, ...last];
  return [...new Set([...all, ...all.map((ending) => ending.toUpperCase())])];
}
