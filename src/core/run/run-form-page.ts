import type { RunForm, RunFormProblems } from './run-form-fields';

/** What an image sets, which is what an empty field means. All texts are untrusted. */
export interface RunFormFacts {
  /** The image that was asked for, as its field has it. */
  readonly of: string;
  /** `unknown` where the engine does not say. */
  readonly state: 'local' | 'missing' | 'unknown';
  /** Words as fields have them. */
  readonly entrypoint: string;
  readonly command: string;
  /** Values that look secret are not shown. */
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  /** Ports that it exposes, each with a port of the host that nobody has. */
  readonly ports: readonly { readonly host: string; readonly container: string }[];
  readonly volumes: readonly string[];
  readonly user: string;
  readonly workingDirectory: string;
  readonly health: string;
}

/** A port or a name that is taken, and what one click does about it. */
export interface RunRemedy {
  /** As in {@link RunFormProblems}. */
  readonly place: string;
  /** Translated. */
  readonly reason: string;
  readonly actions: readonly RunRemedyAction[];
}

export type RunRemedyAction =
  | { readonly kind: 'port'; readonly port: string }
  | { readonly kind: 'name'; readonly name: string }
  /** Removes the container of the same name and runs. */
  | { readonly kind: 'replace'; readonly name: string };

/** What can be chosen by a dialog. */
export const runBrowsable = ['envFiles', 'volumes'] as const;

/** What the form of a run shows. All texts are untrusted. */
export interface RunFormModel {
  /** The image that it was opened for. */
  readonly image: string;
  readonly engine: string;
  readonly form: RunForm;
  /** Another one when what stands in the fields did not come from the page. */
  readonly revision: number;
  /** Number of the page's last edit that this answers. */
  readonly answered: number;
  readonly facts: RunFormFacts;
  /** Names for completion. */
  readonly known: {
    readonly images: readonly string[];
    readonly volumes: readonly string[];
    readonly networks: readonly string[];
    readonly containers: readonly string[];
    /** Paths relative to the folder of the workspace. */
    readonly dockerfiles: readonly string[];
  };
  readonly problems: RunFormProblems;
  readonly remedies: readonly RunRemedy[];
  /** Ports of the host that another program than a container was found to have. */
  readonly busyPorts: readonly number[];
  /** The line that runs the same, as far as the fields can be read. */
  readonly line: string;
  /** What is wrong with the line that was typed. */
  readonly lineProblem?: string;
  /** The configuration that is edited, or `new` where the form is to become one. */
  readonly keep?: { readonly name: string; readonly keptFor: 'project' | 'user' } | 'new';
  /** As what it has been kept. */
  readonly kept?: { readonly name: string; readonly keptFor: 'project' | 'user' };
  /** A sentence about what has been done. */
  readonly done?: string;
  /** What has been started. */
  readonly started?: { readonly container: string; readonly name: string };
}

/** What may be wished for on it. */
export type RunFormWish =
  | { readonly kind: 'edit'; readonly form: RunForm; readonly number: number }
  | { readonly kind: 'line'; readonly line: string; readonly form: RunForm }
  /** `row` counts the rows of the field; one behind the last is a new one. */
  | { readonly kind: 'browse'; readonly what: (typeof runBrowsable)[number]; readonly row: number; readonly form: RunForm }
  | { readonly kind: 'remedy'; readonly place: string; readonly action: number; readonly form: RunForm }
  | { readonly kind: 'copy'; readonly form: RunForm }
  | { readonly kind: 'run'; readonly form: RunForm }
  /** Keeps it as a run configuration. */
  | { readonly kind: 'save'; readonly form: RunForm }
  | { readonly kind: 'leave'; readonly changed: boolean };
