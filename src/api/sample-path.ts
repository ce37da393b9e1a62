/** Folders of what tests and dependencies bring along. `spec/` is none: contracts stand there. */
const folders =
  /(?:^|\/)(?:tests?|__tests?__|testdata|test[-_]data|__fixtures__|fixtures?|__mocks__|mocks?|node_modules|third_party|vendor)\//i;

/** Whether a contract at this path is a sample or somebody else's: no caller of this project follows it. */
export function isSamplePath(path: string): boolean {
  return folders.test(path);
}
