import * as vscode from 'vscode';

/** Scheme of the pages of rules. */
export const ruleScheme = 'slipway-rule';

/** The page of a rule, by any of its names; it opens as rendered Markdown (see `configurationDefaults` in the manifest). */
export function ruleUri(name: string): vscode.Uri {
  return vscode.Uri.from({ scheme: ruleScheme, path: `/${name}.md` });
}
