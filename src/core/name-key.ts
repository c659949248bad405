/** What a file system that does not tell case, or composed from decomposed characters, takes for the same name. */
export function nameKey(name: string): string {
  return name.normalize('NFD').toUpperCase().toLowerCase().normalize('NFC');
}

/** The name itself where it is there, else one that differs in case alone. */
export function nameAmong(names: readonly string[], wanted: string): string | undefined {
  if (names.includes(wanted)) return wanted;
  const key = nameKey(wanted);
  return names.find((name) => nameKey(name) === key);
}
