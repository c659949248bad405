import type { TokenModifier, TokenType } from './token';

/** A piece of a shell text; without a type it has no colour of its own, but is known to be a word. */
export interface ShellToken {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType | undefined;
  readonly modifier?: TokenModifier;
}
