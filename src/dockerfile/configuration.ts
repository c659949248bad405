import type { BaseImages, BuildContext } from './facts/build-context';

/** How much a finding weighs, from the heaviest. */
export const severities = ['error', 'warning', 'info', 'style'] as const;

/** hadolint's levels; BuildKit's checks are warnings. */
export type Severity = (typeof severities)[number];

/** What a label's value must be, for `label-schema`. */
export const labelTypes = ['text', 'url', 'semver', 'hash', 'rfc3339', 'spdx', 'email'] as const;

/** A type of `label-schema`. */
export type LabelType = (typeof labelTypes)[number];

/** What `.hadolint.yaml` and the settings can say. Rules are named by any of their names. */
export interface LintConfiguration {
  /** Names of rules that report nothing. */
  readonly ignored: readonly string[];
  /** Other severities than the rules' own; `off` reports nothing, and anything else turns on a rule that is off. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  /** Registries that FROM may name; empty: any. `*` stands for any text. */
  readonly trustedRegistries: readonly string[];
  /** Labels that must be there, and what their values must be. */
  readonly labelSchema: Readonly<Record<string, LabelType>>;
  /** Whether labels outside `labelSchema` are reported. */
  readonly strictLabels: boolean;
  /** The lightest severity that makes the command line fail. */
  readonly failureThreshold: Severity | 'ignore' | 'none';
  /** Whether `# hadolint ignore=` comments count for nothing. */
  readonly disableIgnorePragma: boolean;
  /** Whether the command line always exits with 0. */
  readonly noFail: boolean;
  /** The folder given to the builder, where it is known; rules that need it are silent without. */
  readonly buildContext?: BuildContext;
  /** What is known about base images; rules that need it say less without. */
  readonly baseImages?: BaseImages;
}

/** What holds where nothing is configured. */
export const defaultConfiguration: LintConfiguration = {
  ignored: [],
  severities: {},
  trustedRegistries: [],
  labelSchema: {},
  strictLabels: false,
  failureThreshold: 'info',
  disableIgnorePragma: false,
  noFail: false,
};
