const swc = ['@swc/jest', { swcrc: false, jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } }];

/** Fast tests: no browser, no kills, no live processes (those are in jest.system.config.mjs). */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['<rootDir>/test/system/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': swc },
  // A test that waits for a condition may wait long on a slow machine; one that hangs is found by this all the same.
  testTimeout: 120000,
  maxWorkers: 2,
};
