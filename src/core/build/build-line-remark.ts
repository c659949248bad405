/** What of a line changes nothing of the build, and why; translated. */
export interface BuildLineRemark {
  /** As it stands in the line: `--progress plain`. */
  readonly option: string;
  readonly reason: string;
}
