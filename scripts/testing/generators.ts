/** The scripts that write files from other files, in the order in which they need each other; each takes `--check`. */
export const generators = ['rules-index.ts', 'manifest.ts', 'rule-pages.ts', 'doc-texts.ts', 'notices.ts'] as const;
