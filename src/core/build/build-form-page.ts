import type { BuildFieldName, BuildForm } from './build-form-fields';
import type { BuildLineRemark } from './build-line-remark';

/** What can be chosen by a dialog. */
export const browsable = ['folder', 'archive', 'dockerfile', 'output'] as const;

/** What the form of a build shows. All texts are untrusted. */
export interface BuildFormModel {
  /** The Dockerfile that it was opened for. */
  readonly file: string;
  readonly engine: string;
  readonly form: BuildForm;
  /** Another one when what stands in the fields did not come from the page. */
  readonly revision: number;
  /** Number of the page's last edit that this answers. */
  readonly answered: number;
  /** The Dockerfile that stages and arguments were read from, as its field has it. */
  readonly factsOf: string;
  readonly stages: readonly string[];
  /** Arguments of the Dockerfile, with their defaults. */
  readonly declared: readonly { readonly name: string; readonly value?: string }[];
  /** Why the engine's builder cannot do what a field is about. */
  readonly lacks: Readonly<Partial<Record<BuildFieldName, string>>>;
  readonly problems: Readonly<Partial<Record<BuildFieldName, string>>>;
  /** The line that builds the same; nothing while there are problems. */
  readonly line?: string;
  /** What is wrong with the line that was pasted. */
  readonly lineProblem?: string;
  /** What of the pasted line has no field, and why it is not missed. */
  readonly remarks: readonly BuildLineRemark[];
  /** Secrets that VS Code keeps, and whether it has them. */
  readonly stored: readonly { readonly id: string; readonly isThere: boolean }[];
  /** A sentence about what has been done. */
  readonly done?: string;
}

/** What may be wished for on it. */
export type BuildFormWish =
  | { readonly kind: 'edit'; readonly form: BuildForm; readonly number: number }
  | { readonly kind: 'line'; readonly line: string; readonly form: BuildForm }
  | { readonly kind: 'browse'; readonly what: (typeof browsable)[number]; readonly form: BuildForm }
  | { readonly kind: 'secret'; readonly id: string; readonly form: BuildForm }
  | { readonly kind: 'copy'; readonly form: BuildForm }
  | { readonly kind: 'build'; readonly form: BuildForm };
