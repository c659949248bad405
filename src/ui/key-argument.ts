/** Arguments of Slipway's key bindings (scripts/manifest/contributions.ts): the rows that are meant in a view, or the view itself. */
export const keyArgument = /^(rows|view):(\w+)$/;
