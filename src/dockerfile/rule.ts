import type { LintConfiguration, Severity } from './configuration';
import type { TextEdit } from './edits';
import type { Instruction, InstructionName } from './instruction';
import type { Dockerfile, Stage } from './model';
import type { Range } from './text';

/** A change that a person can choose, or that "fix all" makes. */
export interface Fix {
  /** `safe`: keeps the meaning, made by "fix all" too; `suggested`: meaning or content changes, a person chooses. */
  readonly kind: 'safe' | 'suggested';
  /** What it does, in an imperative sentence. */
  readonly title: string;
  /** Not overlapping; ranges in the text that was checked. */
  readonly edits: readonly TextEdit[];
}

/** A value or how to get it when somebody asks; it is asked for once. */
export type Lazy<T> = T | (() => T);

/** What a rule says about a place. */
export interface Report {
  /** For people, through `t()`. */
  readonly message: string;
  /** The exact place: the word that is wrong, not its line. Without it: the instruction's keyword. */
  readonly range?: Range;
  /** Further places of the same fact, as when several packages of one command are not pinned. */
  readonly alsoAt?: readonly Range[];
  /**
   * The names under which the finding stands, where it is not all of the rule's: only those whose own tool would report
   * it on this line.
   */
  readonly names?: readonly string[];
  /** The zero-based line on which those tools print it, where it is not the first line of the instruction. */
  readonly line?: number;
  /**
   * Findings of one rule with the same key tell one fact that two tools put in different places; the editor shows the
   * first of them.
   */
  readonly fact?: string;
  readonly fix?: Lazy<Fix | undefined>;
  /** Other fixes to choose from; never made by "fix all". */
  readonly alternatives?: Lazy<readonly Fix[]>;
}

/** What a rule gets to work with. */
export interface RuleContext {
  readonly file: Dockerfile;
  readonly configuration: LintConfiguration;
  /** Reports a finding. The instruction says where comments can silence it; a trigger counts as its ONBUILD. */
  report(instruction: Instruction, report: Report): void;
}

/** A text for the documentation and the tests: one that is reported, and what the fix makes of it, or one that is not. */
export type RuleExample =
  | { readonly bad: string; readonly fixed?: string; readonly configuration?: Partial<LintConfiguration> }
  | { readonly good: string; readonly configuration?: Partial<LintConfiguration> };

/** Whose rule it is: the tool that tells it under that name, or `slipway` for what no other tool tells. */
export type RuleOrigin = 'hadolint' | 'buildkit' | 'shellcheck' | 'slipway';

/** One rule, with everything there is to know about it. */
export interface RuleDefinition {
  /** Its first name: hadolint's number where it has one, else BuildKit's name; rules of our own have one of letters and digits. */
  readonly code: string;
  /** In words with dashes; the name of its file. */
  readonly name: string;
  /** Of `code`; the aliases are BuildKit's. */
  readonly origin: RuleOrigin;
  /** Its other names: that of the same check in BuildKit. Two rules may share one. */
  readonly aliases?: readonly string[];
  /** Of `code`. */
  readonly severity: Severity | 'off';
  /** Of the aliases; `warning` where nothing is said. */
  readonly aliasSeverity?: Severity | 'off';
  /** The fixes that it offers. */
  readonly fixes: 'safe' | 'suggested' | 'none';
  /** One English sentence, for tables. */
  readonly summary: string;
  /** Markdown: why it matters, when to ignore it. Examples are added from `examples`. */
  readonly docs: string;
  /** The parts of the configuration that it reads. */
  readonly options?: readonly (keyof LintConfiguration)[];
  readonly examples: readonly RuleExample[];
  /** The instructions that `checkInstruction` is called with; triggers of ONBUILD are among them. */
  readonly on?: readonly InstructionName[];
  checkInstruction?(instruction: Instruction, context: RuleContext): void;
  checkStage?(stage: Stage, context: RuleContext): void;
  checkFile?(file: Dockerfile, context: RuleContext): void;
}

/** A rule as the linter uses it. */
export interface Rule extends RuleDefinition {
  /** `code` and `aliases`. */
  readonly names: readonly string[];
}

/** Whose name it is: that of `code`, or of an alias. */
export function originOf(rule: Pick<RuleDefinition, 'code' | 'origin'>, name: string): RuleOrigin {
  return name === rule.code ? rule.origin : 'buildkit';
}

/** Makes a rule of its definition. Each file in `rules/` exports exactly one. */
export function defineRule(definition: RuleDefinition): Rule {
  return { ...definition, names: [definition.code, ...(definition.aliases ?? [])] };
}
