/** VS Code's name for pages of a kind; those that are there again after a reload activate the extension by it. */
export const viewType = (page: string): string => `slipway.${page}`;
