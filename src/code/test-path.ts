const testFolders =
  /(^|\/)(__tests__|__test__|tests?|test_?utils?|specs?|e2e|integration[-_]tests?|testing|cypress|playwright|androidTest|testFixtures|src\/test)\//i;
const testFiles: readonly RegExp[] = [
  /[._-](test|tests|spec|specs|e2e|e2e-spec|cy|it)\.[cm]?[jt]sx?$/i,
  /(^|\/)(test_[^/]*|[^/]*_tests?|conftest)\.py$/,
  /_test\.(go|exs|dart)$/,
  /_(spec|test)\.rb$/,
  /(Tests?|IT|Spec|TestCase)\.(java|kt|kts|scala|groovy|cs|vb|fs|php|swift)$/,
  /(^|\/)tests?\.rs$/,
];

/** Whether a path is a test, or stands among tests, by the habits of the common languages. */
export function isTestPath(path: string): boolean {
  return testFolders.test(path) || testFiles.some((pattern) => pattern.test(path));
}

/** Whether the file itself holds tests by its name; helpers and data in a tests folder do not. */
export function isTestFileName(path: string): boolean {
  return testFiles.some((pattern) => pattern.test(path));
}
