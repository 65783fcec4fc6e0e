/** Code of tests: it runs in a process of its own that soon ends, and makes what it likes. */
import { statementBefore } from './sites.ts';
import { lineAt, methodAround } from './source.ts';
import type { Source } from './source.ts';

/** Attributes of xUnit, NUnit, MSTest and BenchmarkDotNet, on a method or on its type. */
const attribute =
  /\[\s{0,8}(?:\w{1,40}\.){0,4}(?:Fact|Theory|Test|TestCase|TestCaseSource|TestMethod|DataTestMethod|TestFixture|TestClass|SetUp|TearDown|OneTimeSetUp|OneTimeTearDown|TestInitialize|TestCleanup|ClassInitialize|Benchmark|GlobalSetup)\b/;
/** `tests/Shop.Tests/OrderTests.cs`. */
const testFile = /(?:^|[\\/.])(?:[Uu]nit|[Ii]ntegration)?[Tt]ests?[\\/]|Tests?\.cs$/;
const testFramework = /\busing\s{1,8}(?:static\s{1,8})?(?:Xunit|NUnit\.Framework|Microsoft\.VisualStudio\.TestTools)\b/;

/** Whether `at` stands in a method that is a test, or in a file of tests. */
export function isTestCode(source: Source, at: number): boolean {
  const file = source.places[lineAt(source, at)]?.file ?? null;
  if (file !== null && testFile.test(file)) return true;
  if (source.places.every(({ side }) => side === null) && testFramework.test(source.code)) return true;
  const method = methodAround(source, at);
  return method !== null && attribute.test(statementBefore(source.code, method.at));
}
