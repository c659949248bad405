// What is used of packages that bring no types.
declare module 'spdx-expression-parse' {
  /** Throws for a text that is no expression. */
  const parse: (expression: string) => unknown;
  export = parse;
}

declare module 'spdx-license-ids' {
  const identifiers: readonly string[];
  export = identifiers;
}

declare module 'spdx-license-ids/deprecated' {
  const identifiers: readonly string[];
  export = identifiers;
}
